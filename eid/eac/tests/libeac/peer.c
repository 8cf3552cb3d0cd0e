/* The other side of the protocol, played by libeac. The tests compile and drive it: one command a line on standard
 * input, words separated by blanks, bytes in hex ("-" for none); one answer a line: "ok" with values, or "err" with the
 * step that failed. Contexts: one per run; "new" starts over. Lines that begin with "bench" measure libeac itself. */
#include <eac/ca.h>
#include <eac/eac.h>
#include <eac/objects.h>
#include <eac/pace.h>
#include <eac/ri.h>
#include <eac/ta.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WORDS 6
#define LINE 65536

static EAC_CTX *ctx;
static PACE_SEC *secret;
static X509 *csca;

static void ok(void) { puts("ok"); }
static void fail(const char *what) { printf("err %s\n", what); }
static void done(int good, const char *what) { good ? ok() : fail(what); }

static void show(const BUF_MEM *b) {
    size_t i;
    putchar(' ');
    if (!b->length) putchar('-');
    for (i = 0; i < b->length; i++) printf("%02X", (unsigned char)b->data[i]);
}

/* Answers with a value, frees it. */
static void give(BUF_MEM *b, const char *what) {
    if (!b) { fail(what); return; }
    fputs("ok", stdout);
    show(b);
    putchar('\n');
    BUF_MEM_free(b);
}

static BUF_MEM *bytes(const char *hex) {
    BUF_MEM *b = BUF_MEM_new();
    size_t i, n = strcmp(hex, "-") ? strlen(hex) / 2 : 0;
    BUF_MEM_grow(b, n ? n : 1);
    b->length = n;
    for (i = 0; i < n; i++) {
        unsigned int byte;
        if (sscanf(hex + 2 * i, "%2x", &byte) != 1) { b->length = 0; break; }
        b->data[i] = (char)byte;
    }
    return b;
}

/* OpenSSL refuses keys with explicit domain parameters; ICAO 9303-12 demands them. */
static int explicit_parameters_are_fine(int good, X509_STORE_CTX *chain) {
    return good || X509_STORE_CTX_get_error(chain) == X509_V_ERR_EC_KEY_EXPLICIT_PARAMS;
}

static X509_STORE *csca_store(unsigned long issuer) {
    X509_STORE *store = X509_STORE_new();
    (void)issuer;
    if (!csca || !X509_STORE_add_cert(store, csca)) return NULL;
    /* A document signer is no mail or web certificate. */
    X509_STORE_set_purpose(store, X509_PURPOSE_ANY);
    X509_STORE_set_verify_cb(store, explicit_parameters_are_fine);
    /* The tests' day, 26 November 2026. */
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), 1795694400);
    return store;
}

static void fresh(void) {
    EAC_CTX_clear_free(ctx);
    ctx = EAC_CTX_new();
}

/* Seconds of processor time for a number of key agreements or whole runs, both sides. */
static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct chain { BUF_MEM *access, *key, *cert, *cvca, *dv, *ca_key, *ca_pub; };

static int bench_pace(EAC_CTX *pcd, EAC_CTX *picc, BUF_MEM **id, const struct chain *c) {
    const unsigned char *access = (unsigned char *)c->access->data;
    BUF_MEM *nonce, *map_pcd, *map_picc, *pcd_pub, *picc_pub, *token_pcd, *token_picc;
    int good = EAC_CTX_init_ef_cardaccess(access, c->access->length, pcd)
        && EAC_CTX_init_ef_cardaccess(access, c->access->length, picc);
    nonce = PACE_STEP1_enc_nonce(picc, secret);
    good = good && nonce && PACE_STEP2_dec_nonce(pcd, secret, nonce);
    map_pcd = PACE_STEP3A_generate_mapping_data(pcd);
    map_picc = PACE_STEP3A_generate_mapping_data(picc);
    good = good && PACE_STEP3A_map_generator(pcd, map_picc) && PACE_STEP3A_map_generator(picc, map_pcd);
    pcd_pub = PACE_STEP3B_generate_ephemeral_key(pcd);
    picc_pub = PACE_STEP3B_generate_ephemeral_key(picc);
    good = good && PACE_STEP3B_compute_shared_secret(pcd, picc_pub) && PACE_STEP3B_compute_shared_secret(picc, pcd_pub)
        && PACE_STEP3C_derive_keys(pcd) && PACE_STEP3C_derive_keys(picc);
    token_pcd = PACE_STEP3D_compute_authentication_token(pcd, picc_pub);
    token_picc = PACE_STEP3D_compute_authentication_token(picc, pcd_pub);
    good = good && PACE_STEP3D_verify_authentication_token(picc, token_pcd) == 1
        && PACE_STEP3D_verify_authentication_token(pcd, token_picc) == 1
        && EAC_CTX_set_encryption_ctx(pcd, EAC_ID_PACE) && EAC_CTX_set_encryption_ctx(picc, EAC_ID_PACE);
    *id = good ? EAC_Comp(picc, EAC_ID_PACE, picc_pub) : NULL;
    BUF_MEM_free(nonce); BUF_MEM_free(map_pcd); BUF_MEM_free(map_picc); BUF_MEM_free(pcd_pub);
    BUF_MEM_free(picc_pub); BUF_MEM_free(token_pcd); BUF_MEM_free(token_picc);
    return good && *id;
}

static int bench_rest(EAC_CTX *pcd, EAC_CTX *picc, const BUF_MEM *id, const struct chain *c) {
    BUF_MEM *comp, *nonce, *signature, *eph, *ca_nonce = NULL, *token = NULL;
    int good = EAC_CTX_init_ta(pcd, (unsigned char *)c->key->data, c->key->length, (unsigned char *)c->cert->data,
                   c->cert->length)
        && EAC_CTX_init_ta(picc, NULL, 0, (unsigned char *)c->cvca->data, c->cvca->length);
    TA_disable_checks(picc);
    good = good && TA_STEP2_import_certificate(picc, (unsigned char *)c->dv->data, c->dv->length)
        && TA_STEP2_import_certificate(picc, (unsigned char *)c->cert->data, c->cert->length)
        && CA_set_key(picc, (unsigned char *)c->ca_key->data, c->ca_key->length, (unsigned char *)c->ca_pub->data,
               c->ca_pub->length);
    comp = TA_STEP3_generate_ephemeral_key(pcd);
    nonce = TA_STEP4_get_nonce(picc);
    good = good && comp && nonce && TA_STEP4_set_nonce(pcd, nonce);
    signature = TA_STEP5_sign(pcd, comp, id, NULL);
    good = good && signature && TA_STEP6_verify(picc, comp, id, NULL, signature) == 1;
    eph = CA_STEP2_get_eph_pubkey(pcd);
    good = good && CA_STEP3_check_pcd_pubkey(picc, comp, eph) == 1 && CA_STEP4_compute_shared_secret(picc, eph)
        && CA_STEP4_compute_shared_secret(pcd, c->ca_pub) && CA_STEP5_derive_keys(picc, eph, &ca_nonce, &token)
        && CA_STEP6_derive_keys(pcd, ca_nonce, token) == 1 && EAC_CTX_set_encryption_ctx(pcd, EAC_ID_CA)
        && EAC_CTX_set_encryption_ctx(picc, EAC_ID_CA);
    BUF_MEM_free(comp); BUF_MEM_free(nonce); BUF_MEM_free(signature); BUF_MEM_free(eph);
    BUF_MEM_free(ca_nonce); BUF_MEM_free(token);
    return good;
}

/* bench COUNT FULL: runs with what was loaded by "bench-…" lines; answers seconds. */
static void bench(long count, int full, const struct chain *c) {
    double start = now();
    long i;
    for (i = 0; i < count; i++) {
        EAC_CTX *pcd = EAC_CTX_new(), *picc = EAC_CTX_new();
        BUF_MEM *id = NULL;
        int good = bench_pace(pcd, picc, &id, c);
        if (good && full) good = bench_rest(pcd, picc, id, c);
        BUF_MEM_free(id);
        EAC_CTX_clear_free(pcd);
        EAC_CTX_clear_free(picc);
        if (!good) { fail("benchmark run"); return; }
    }
    printf("ok %.6f\n", now() - start);
}

#define IS(name) (!strcmp(w[0], name))
#define A(n) ((unsigned char *)a[n]->data), a[n]->length

static int pace(char **w, BUF_MEM **a) {
    if (IS("cardaccess")) done(EAC_CTX_init_ef_cardaccess(A(1), ctx), "EF.CardAccess");
    else if (IS("secret")) {
        static const char *names[] = {"", "mrz", "can", "pin", "puk"};
        int type, i = 0;
        for (type = 1; type < 5; type++) if (!strcmp(w[1], names[type])) i = type;
        if (secret) PACE_SEC_clear_free(secret);
        secret = PACE_SEC_new(a[2]->data, a[2]->length, (enum s_type)i);
        done(secret != NULL, "secret");
    }
    else if (IS("pace-nonce")) give(PACE_STEP1_enc_nonce(ctx, secret), "encrypted nonce");
    else if (IS("pace-set-nonce")) done(PACE_STEP2_dec_nonce(ctx, secret, a[1]), "decrypt nonce");
    else if (IS("pace-map-key")) give(PACE_STEP3A_generate_mapping_data(ctx), "mapping key");
    else if (IS("pace-map")) done(PACE_STEP3A_map_generator(ctx, a[1]), "map generator");
    else if (IS("pace-key")) give(PACE_STEP3B_generate_ephemeral_key(ctx), "ephemeral key");
    else if (IS("pace-agree"))
        done(PACE_STEP3B_compute_shared_secret(ctx, a[1]) && PACE_STEP3C_derive_keys(ctx), "shared secret");
    else if (IS("pace-token")) give(PACE_STEP3D_compute_authentication_token(ctx, a[1]), "token");
    else if (IS("pace-verify")) done(PACE_STEP3D_verify_authentication_token(ctx, a[1]) == 1, "verify token");
    else if (IS("id-picc")) give(EAC_Comp(ctx, EAC_ID_PACE, a[1]), "compress");
    else return 0;
    return 1;
}

static int messaging(char **w, BUF_MEM **a) {
    if (IS("channel")) done(EAC_CTX_set_encryption_ctx(ctx, strcmp(w[1], "ca") ? EAC_ID_PACE : EAC_ID_CA), "channel");
    else if (IS("ssc")) done(EAC_set_ssc(ctx, strtoul(w[1], NULL, 10)), "counter");
    else if (IS("next")) done(EAC_increment_ssc(ctx), "counter");
    else if (IS("encrypt")) {
        BUF_MEM *padded = EAC_add_iso_pad(ctx, a[1]);
        give(EAC_encrypt(ctx, padded), "encrypt");
        BUF_MEM_free(padded);
    }
    else if (IS("decrypt")) {
        BUF_MEM *padded = EAC_decrypt(ctx, a[1]);
        give(padded ? EAC_remove_iso_pad(padded) : NULL, "decrypt");
        BUF_MEM_free(padded);
    }
    else if (IS("mac")) {
        BUF_MEM *padded = EAC_add_iso_pad(ctx, a[1]);
        give(EAC_authenticate(ctx, padded), "mac");
        BUF_MEM_free(padded);
    }
    else return 0;
    return 1;
}

static int terminal_authentication(char **w, BUF_MEM **a) {
    if (IS("ta-terminal")) done(EAC_CTX_init_ta(ctx, A(1), A(2)), "terminal's key and certificate");
    else if (IS("ta-chip")) done(EAC_CTX_init_ta(ctx, NULL, 0, A(1)), "trust anchor");
    else if (IS("ta-skip-time")) { TA_disable_checks(ctx); ok(); }
    else if (IS("ta-certificate")) done(TA_STEP2_import_certificate(ctx, A(1)), "certificate");
    else if (IS("ta-key")) give(TA_STEP3_generate_ephemeral_key(ctx), "ephemeral key");
    else if (IS("ta-challenge")) give(TA_STEP4_get_nonce(ctx), "challenge");
    else if (IS("ta-set-challenge")) done(TA_STEP4_set_nonce(ctx, a[1]), "challenge");
    else if (IS("ta-sign")) give(TA_STEP5_sign(ctx, a[1], a[2], a[3]), "sign");
    else if (IS("ta-verify")) done(TA_STEP6_verify(ctx, a[1], a[2], a[3], a[4]) == 1, "verify");
    else return 0;
    return 1;
}

static int chip_authentication(char **w, BUF_MEM **a) {
    if (IS("csca")) {
        const unsigned char *p = (unsigned char *)a[1]->data;
        X509_free(csca);
        csca = d2i_X509(NULL, &p, (long)a[1]->length);
        done(csca != NULL, "CSCA certificate");
    }
    /* Passive authentication happens only in a context that knows a chip authentication already. */
    else if (IS("cardsecurity-verify")) {
        if (!ctx->ca_ctx) { fail("EF.CardAccess first"); return 1; }
        ctx->ca_ctx->flags = 0;
        ctx->ca_ctx->lookup_csca_cert = csca_store;
        done(EAC_CTX_init_ef_cardsecurity(A(1), ctx), "EF.CardSecurity");
    }
    else if (IS("cardsecurity")) give(CA_get_pubkey(ctx, A(1)), "EF.CardSecurity");
    else if (IS("ca-chip")) done(CA_set_key(ctx, A(1), A(2)), "chip's key");
    else if (IS("ca-key")) give(CA_STEP2_get_eph_pubkey(ctx), "ephemeral key");
    else if (IS("ca-check")) done(CA_STEP3_check_pcd_pubkey(ctx, a[1], a[2]) == 1, "compressed key");
    else if (IS("ca-agree")) done(CA_STEP4_compute_shared_secret(ctx, a[1]), "shared secret");
    else if (IS("ca-derive")) {
        BUF_MEM *nonce = NULL, *token = NULL;
        if (!CA_STEP5_derive_keys(ctx, a[1], &nonce, &token)) { fail("derive keys"); return 1; }
        fputs("ok", stdout); show(nonce); show(token); putchar('\n');
        BUF_MEM_free(nonce); BUF_MEM_free(token);
    }
    else if (IS("ca-verify")) done(CA_STEP6_derive_keys(ctx, a[1], a[2]) == 1, "verify token");
    else return 0;
    return 1;
}

/* brainpoolP256r1, SHA-256. */
static int restricted_identification(char **w, BUF_MEM **a) {
    if (IS("ri-chip"))
        give(EAC_CTX_init_ri(ctx, NID_id_RI_ECDH_SHA_256, 13)
                 ? ctx->ri_ctx->generate_key(ctx->ri_ctx->static_key, NULL) : NULL, "chip's key");
    else if (IS("ri-name")) give(RI_STEP2_compute_identifier(ctx, a[1]), "name");
    else return 0;
    return 1;
}

int main(void) {
    static char line[LINE];
    static struct chain chain;
    EAC_init();
    fresh();
    while (fgets(line, sizeof line, stdin)) {
        char *w[WORDS] = {"", "-", "-", "-", "-", "-"}, *save = NULL, *word = strtok_r(line, " \r\n", &save);
        BUF_MEM *a[WORDS];
        int i;
        for (i = 0; word && i < WORDS; word = strtok_r(NULL, " \r\n", &save)) w[i++] = word;
        for (i = 0; i < WORDS; i++) a[i] = bytes(w[i]);
        if (IS("new")) { fresh(); ok(); }
        else if (IS("bench-card")) { chain.access = a[1]; chain.ca_key = a[2]; chain.ca_pub = a[3]; ok(); fflush(stdout); continue; }
        else if (IS("bench-terminal")) {
            chain.key = a[1]; chain.cert = a[2]; chain.cvca = a[3]; chain.dv = a[4]; ok(); fflush(stdout); continue;
        }
        else if (IS("bench")) bench(strtol(w[1], NULL, 10), !strcmp(w[2], "full"), &chain);
        else if (!pace(w, a) && !messaging(w, a) && !terminal_authentication(w, a) && !chip_authentication(w, a)
                 && !restricted_identification(w, a))
            fail("unknown command");
        for (i = 0; i < WORDS; i++) BUF_MEM_free(a[i]);
        fflush(stdout);
    }
    return 0;
}
