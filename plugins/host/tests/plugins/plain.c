/* A plugin in C: it says of every item that it is of type ID. It keeps the contract. With the macros below its
 * table, its loading or its behaviour is wrong in one way; the tests build it with each. */

#define _DEFAULT_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "headstamp_plugin.h"

#if defined(_WIN32)
/* What Rust does there. That of the C runtime ends with exit code 3, and may ask the user first. */
static inline void abort_at_once(void) { __asm__ volatile("int $0x29" ::"c"(7)); }
#define abort abort_at_once
#endif

#ifndef ID
#define ID "plain"
#endif
#ifndef MAGIC
#define MAGIC HS_MAGIC
#endif
#ifndef SIZE
#define SIZE sizeof(hs_plugin_v1)
#endif
#ifndef MAJOR
#define MAJOR HS_ABI_MAJOR
#endif
#ifndef MINOR
#define MINOR HS_ABI_MINOR
#endif
#ifndef HANDLES
#define HANDLES "{\"items\":[\"case\"]}"
#endif
#ifndef OPEN
#define OPEN plain_open
#endif
#ifndef TABLE
#define TABLE &table
#endif
#ifndef ENTRY
#define ENTRY headstamp_plugin_v1
#endif

#ifndef SAYS
#define SAYS ID
#endif
#ifndef SOURCES
#define SOURCES "\"example\""
#endif
#ifndef AT_BATCH
#define AT_BATCH
#endif
#ifndef BAD
#define BAD HS_BAD_REQUEST
#endif
#ifndef STOPPED
#define STOPPED HS_CANCELLED
#endif
#ifndef AT_OPEN
#define AT_OPEN
#endif

#ifdef AT_LOAD
__attribute__((constructor)) static void at_load(void) { AT_LOAD; }
#endif

static const char manifest[] =
#ifdef MANIFEST
    MANIFEST;
#else
    "{\"id\":\"" ID "\",\"name\":\"Plain\",\"version\":\"1.0.0\",\"licence\":\"MIT\","
    "\"requests\":[\"read\"],\"handles\":" HANDLES "}";
#endif

int32_t plain_open(const hs_host_v1 *host, hs_bytes config, void **state, hs_sink err, void *ctx);
int32_t plain_open(const hs_host_v1 *host, hs_bytes config, void **state, hs_sink err, void *ctx) {
    (void)host, (void)config, (void)err, (void)ctx;
    AT_OPEN;
    *state = NULL;
    return HS_OK;
}

static int32_t put(hs_sink out, void *ctx, const char *text) {
    hs_bytes part = {(const uint8_t *)text, strlen(text)};
    return out(ctx, part);
}

/* For answers that differ from process to process. */
__attribute__((unused)) static const char *process_id(void) {
    static char text[20];
    snprintf(text, sizeof text, "%d", (int)getpid());
    return text;
}

static int contains(hs_bytes text, const char *part) {
    size_t length = strlen(part);
    for (size_t at = 0; at + length <= text.len; at++)
        if (memcmp(text.ptr + at, part, length) == 0) return 1;
    return 0;
}

/* Finds the ids without a JSON library: they are the only `"id":` outside of strings, because a quote inside
 * a string is written \" and never followed by a colon and a digit. */
static int32_t plain_identify(void *state, hs_bytes batch, hs_sink out, void *ctx) {
    static int calls;
    (void)state;
    calls++;
    AT_BATCH;
    if (batch.len == 0 || batch.ptr[batch.len - 1] != '}' || !contains(batch, "\"items\":[")) return BAD;
    static const char key[] = "\"id\":";
    const char *at = (const char *)batch.ptr, *end = at + batch.len;
    int first = 1;
    if (put(out, ctx, "{\"items\":[")) return STOPPED;
    for (; end - at > (ptrdiff_t)sizeof key; at++) {
        if (memcmp(at, key, sizeof key - 1) != 0) continue;
        at += sizeof key - 1;
        if (*at < '0' || *at > '9') continue;
        char entry[300];
        snprintf(entry, sizeof entry,
                 "%s{\"id\":%d,\"clues\":[{\"marks\":[],\"role\":\"type\",\"value\":\"%s\",\"rule\":\"plain\","
                 "\"sources\":[%s]}]}",
                 first ? "" : ",", atoi(at), SAYS, SOURCES);
        first = 0;
        if (put(out, ctx, entry)) return STOPPED;
    }
    return put(out, ctx, "]}") ? STOPPED : HS_OK;
}

static void plain_close(void *state) { (void)state; }

extern const hs_plugin_v1 table;
const hs_plugin_v1 table = {
    MAGIC, SIZE, MAJOR, MINOR, 0, {(const uint8_t *)manifest, sizeof manifest - 1}, OPEN, plain_identify, plain_close,
};

HS_EXPORT const hs_plugin_v1 *ENTRY(void);
const hs_plugin_v1 *ENTRY(void) {
    static int calls_seen;
    (void)calls_seen;
    return TABLE;
}
