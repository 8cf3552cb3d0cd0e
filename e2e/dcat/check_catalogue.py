#!/usr/bin/env python3
"""Reads a catalogue as JSON-LD with rdflib and holds it against DCAT-AP.de 2.0.

    check_catalogue.py FILE.jsonld        exit code 1 names what is wrong, one line each

The rules are those of the specification that need no network: properties that must be there, how often they may be
there, what kind of value they have, and that every property belongs to its class. Not looked at: whether words of
controlled vocabularies exist, and what GovData asks of its suppliers beyond the specification (contributorID).
"""
import sys

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
WKT = URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")
MANY = 10**6

# Property: (least, most, kind of value); a class as kind means a node of that class.
CLASSES = {
    DCAT.Catalog: {
        DCTERMS.title: (1, MANY, "text"),
        DCTERMS.description: (1, MANY, "text"),
        DCTERMS.publisher: (1, 1, FOAF.Agent),
        DCAT.dataset: (1, MANY, DCAT.Dataset),
        FOAF.homepage: (0, 1, "address"),
        DCTERMS.modified: (0, 1, "time"),
    },
    DCAT.Dataset: {
        DCTERMS.title: (1, MANY, "text"),
        DCTERMS.description: (1, MANY, "text"),
        DCTERMS.publisher: (0, 1, FOAF.Agent),
        DCTERMS.identifier: (0, MANY, "text"),
        DCTERMS.modified: (0, 1, "time"),
        DCTERMS.spatial: (0, MANY, DCTERMS.Location),
        DCTERMS.accrualPeriodicity: (0, 1, "address"),
        DCAT.theme: (0, MANY, "address"),
        DCAT.landingPage: (0, MANY, "address"),
        DCAT.distribution: (1, MANY, DCAT.Distribution),
        DCATDE.contributorID: (0, MANY, "address"),
    },
    DCAT.Distribution: {
        DCAT.accessURL: (1, MANY, "address"),
        DCAT.downloadURL: (0, MANY, "address"),
        DCAT.mediaType: (0, 1, "address"),
        DCTERMS["format"]: (0, 1, "address"),
        DCTERMS.license: (0, 1, "address"),
        DCATDE.licenseAttributionByText: (0, MANY, "text"),
    },
    FOAF.Agent: {FOAF.name: (1, MANY, "text")},
    DCTERMS.Location: {DCAT.bbox: (0, 1, "area")},
}
# Beside the class whose rules hold.
ALSO = {FOAF.Organization}


def right_kind(graph, value, kind):
    if kind == "text":
        return isinstance(value, Literal) and bool(str(value).strip())
    if kind == "time":
        return isinstance(value, Literal) and value.datatype in (XSD.date, XSD.dateTime) and not value.ill_typed
    if kind == "area":
        return isinstance(value, Literal) and value.datatype == WKT and str(value).startswith("POLYGON((")
    if kind == "address":
        return isinstance(value, URIRef) and str(value).startswith(("http://", "https://"))
    return (value, RDF.type, kind) in graph


def about(node, graph):
    """Everything that is wrong with one node."""
    types = set(graph.objects(node, RDF.type))
    known = [each for each in types if each in CLASSES]
    if len(known) != 1 or types - set(known) - ALSO:
        yield f"{node}: is a {', '.join(sorted(map(str, types))) or 'node without a class'}"
        return
    rules = CLASSES[known[0]]
    for predicate in set(graph.predicates(node)) - {RDF.type} - rules.keys():
        yield f"{node}: {predicate} is no property of {known[0].fragment or known[0]}"
    for predicate, (least, most, kind) in rules.items():
        values = list(graph.objects(node, predicate))
        if not least <= len(values) <= most:
            yield f"{node}: {predicate} stands there {len(values)} times"
        for value in values:
            if not right_kind(graph, value, kind):
                yield f"{node}: {predicate} is {value.n3()}, which is no {kind}"
        languages = [v.language for v in values if kind == "text" and isinstance(v, Literal) and v.language]
        if len(languages) != len(set(languages)):
            yield f"{node}: {predicate} has one language twice"


def faults(graph):
    if len(list(graph.subjects(RDF.type, DCAT.Catalog))) != 1:
        yield "there is not exactly one catalogue"
    for node in set(graph.subjects()):
        yield from about(node, graph)
    for kind, link in ((DCAT.Dataset, DCAT.dataset), (DCAT.Distribution, DCAT.distribution)):
        for node in graph.subjects(RDF.type, kind):
            if len(list(graph.subjects(link, node))) != 1:
                yield f"{node}: belongs to none, or to more than one"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    graph = Graph()
    try:
        graph.parse(sys.argv[1], format="json-ld")
    except Exception as error:  # whatever the parser says, it is the feed's fault
        print(f"cannot be read: {error}", file=sys.stderr)
        return 1
    found = sorted(faults(graph))
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
