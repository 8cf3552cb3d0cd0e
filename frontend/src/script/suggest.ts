// Suggestions while typing: the "list autocomplete with manual selection" combobox of the ARIA practices.
// The form stays a form: Enter without a chosen suggestion sends it.

interface Suggestion {
  readonly text: string;
  readonly href: string;
  /** What was typed of it, or its official name. */
  readonly note?: string;
  /** Of the text, where it is not the page's. */
  readonly lang?: string;
}

const PAUSE_MS = 180;
const SHORTEST = 2;
let lists = 0;

/** Turns the form's text field into a combobox fed by the address in `data-suggest`. */
export function offerSuggestions(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[name]");
  if (input) new Combobox(form, input);
}

class Combobox {
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("p");
  private found: readonly Suggestion[] = [];
  private active = -1;
  private timer = 0;
  private request: AbortController | undefined;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly input: HTMLInputElement,
  ) {
    this.build();
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // The field must keep the focus, or the list closes before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.click(event));
  }

  private build(): void {
    this.list.id = `vorschlaege-${++lists}`;
    this.list.className = "l-suggest";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    const label = this.input.labels?.[0]?.textContent;
    if (label) this.list.setAttribute("aria-label", label);
    this.status.className = "l-hide";
    this.status.setAttribute("role", "status");
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.autocomplete = "off";
    (this.input.parentElement ?? this.form).append(this.list);
    this.form.append(this.status);
  }

  private later(): void {
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.input.value.trim().length < SHORTEST) this.close();
    else this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private async ask(): Promise<void> {
    const request = (this.request = new AbortController());
    const url = new URL(this.form.dataset.suggest ?? "", location.href);
    url.searchParams.set("q", this.input.value.trim());
    try {
      const answer = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show(read(await answer.json()));
    } catch {
      // Aborted by the next letter, or no network: the form still works.
      if (!request.signal.aborted) this.close();
    }
  }

  private show(found: readonly Suggestion[]): void {
    this.found = found;
    this.list.replaceChildren(...found.map((suggestion, at) => this.option(suggestion, at)));
    this.mark(-1);
    this.open(found.length > 0 && document.activeElement === this.input);
    this.status.textContent = this.count(found.length);
  }

  private option(suggestion: Suggestion, at: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(line(suggestion.text, suggestion.lang));
    if (suggestion.note) option.append(" ", line(suggestion.note, undefined, "l-suggest__note"));
    return option;
  }

  private count(n: number): string {
    const { none, countOne, countMany } = this.form.dataset;
    if (n === 0) return none ?? "";
    return (n === 1 ? countOne : countMany?.replace("{n}", String(n))) ?? "";
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.step(event, 1);
    else if (event.key === "ArrowUp") this.step(event, -1);
    else if (event.key === "Escape") this.escape(event);
    else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.go(this.active);
    }
  }

  /** Before the first and after the last lies the field itself, as the practices ask. */
  private step(event: KeyboardEvent, by: number): void {
    if (this.found.length === 0) return;
    event.preventDefault();
    this.open(true);
    const places = this.found.length + 1;
    this.mark(((this.active + 1 + by + places) % places) - 1);
  }

  private escape(event: KeyboardEvent): void {
    event.preventDefault();
    if (this.list.hidden) this.input.value = "";
    this.close();
  }

  private mark(at: number): void {
    this.active = at;
    [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    const option = this.list.children[at];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  private open(visible: boolean): void {
    this.list.hidden = !visible;
    this.input.setAttribute("aria-expanded", String(visible));
  }

  private close(): void {
    clearTimeout(this.timer);
    this.request?.abort();
    this.mark(-1);
    this.open(false);
    this.status.textContent = "";
  }

  private click(event: Event): void {
    const option = (event.target as Element).closest("[role=option]");
    if (option) this.go([...this.list.children].indexOf(option));
  }

  private go(at: number): void {
    const chosen = this.found[at];
    if (chosen) location.assign(chosen.href);
  }
}

function line(text: string, lang?: string, name?: string): HTMLSpanElement {
  const span = document.createElement("span");
  span.textContent = text;
  if (lang) span.lang = lang;
  if (name) span.className = name;
  return span;
}

/** Keeps what is a suggestion with an address on this site; anything else is left out. */
export function read(answer: unknown): Suggestion[] {
  const results = (answer as { results?: unknown } | null)?.results;
  if (!Array.isArray(results)) return [];
  return results.filter(
    (r): r is Suggestion =>
      typeof r?.text === "string" &&
      typeof r?.href === "string" &&
      /^\/(?![/\\])/.test(r.href) &&
      [r.note, r.lang].every((t) => t === undefined || typeof t === "string"),
  );
}
