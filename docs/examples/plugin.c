/* A plugin in C. It reads the same made-up lot mark as the crate that `headstamp plugins new` writes: LT and four digits,
 * LT0412, is lot 0412. Build and check it from the top of the repository:
 *
 *   cc -std=c11 -Wall -Wextra -O2 -shared -fPIC -fvisibility=hidden -Iplugins/api/include \
 *      -o libheadstamp_plugin_lots_in_c.so docs/examples/plugin.c
 *   headstamp plugins check libheadstamp_plugin_lots_in_c.so
 *
 * A plugin that reads more should read its JSON with a library, linked into it. This one looks for three fields only, and
 * walks over everything else, whatever that is: it keeps a fixed amount of state and never recurses. */

#include <stdio.h>
#include <string.h>

#include "headstamp_plugin.h"

/* The id must be that of the file name, with - for _. */
static const char manifest[] =
    "{\"id\":\"lots-in-c\",\"name\":\"Lot marks (a made-up rule)\",\"version\":\"0.1.0\","
    "\"licence\":\"MIT OR Apache-2.0\",\"requests\":[\"read\"],"
    "\"handles\":{\"items\":[\"case\",\"cartridge\"],\"contains\":[\"latin\"]}}";

/* ---- answering ------------------------------------------------------------------------------------------------- */

enum { MOST_LOTS = 16, DIGITS = 4 };

/* What is known of the item that is being read. */
typedef struct {
    unsigned long id;
    int has_id;
    int count; /* of lots; more than MOST_LOTS in one marking are no lots */
    struct {
        unsigned long mark;
        char digits[DIGITS + 1];
    } lots[MOST_LOTS];
} found;

typedef struct {
    hs_sink write;
    void *ctx;
    int items; /* written so far */
} answer;

/* Non-zero: the host wants no more. */
static int put(const answer *to, const char *text) {
    hs_bytes part = {(const uint8_t *)text, strlen(text)};
    return to->write(to->ctx, part);
}

/* The entry of one item; nothing, when there is no opinion. */
static int put_item(answer *to, const found *item) {
    if (!item->has_id || item->count == 0) return 0;
    char text[400];
    snprintf(text, sizeof text, "%s{\"id\":%lu,\"clues\":[", to->items++ ? "," : "", item->id);
    if (put(to, text)) return 1;
    for (int i = 0; i < item->count; i++) {
        const char *digits = item->lots[i].digits;
        snprintf(text, sizeof text,
                 "%s{\"marks\":[%lu],\"role\":\"lot\",\"value\":\"%s\",\"rule\":\"lot-mark\","
                 "\"says\":\"\u201cLT%s\u201d is the mark of lot %s.\",\"basis\":\"general\"}",
                 i ? "," : "", item->lots[i].mark, digits, digits, digits);
        if (put(to, text)) return 1;
    }
    return put(to, "]}");
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* A piece of the request; end - text is its length. */
typedef struct {
    const char *text, *end;
} piece;

static int is(piece p, const char *text) {
    size_t length = strlen(text);
    return (size_t)(p.end - p.text) == length && memcmp(p.text, text, length) == 0;
}

static int is_digit(char c) { return c >= '0' && c <= '9'; }

static int is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* A whole number from 0 to 999999999. */
static int number(piece p, unsigned long *value) {
    if (p.text == p.end || p.end - p.text > 9) return 0;
    *value = 0;
    for (; p.text < p.end; p.text++) {
        if (!is_digit(*p.text)) return 0;
        *value = *value * 10 + (unsigned long)(*p.text - '0');
    }
    return 1;
}

/* LT and four digits. */
static int is_lot(piece p) {
    if (p.end - p.text != 2 + DIGITS || p.text[0] != 'L' || p.text[1] != 'T') return 0;
    for (int i = 0; i < DIGITS; i++)
        if (!is_digit(p.text[2 + i])) return 0;
    return 1;
}

/* The depth of what is looked for: {"items":[{"id":.., "marks":[{"index":.., "folded":".."}]}]} */
enum { REQUEST = 1, ITEM = 3, MARK = 5 };

static int32_t identify(void *state, hs_bytes batch, hs_sink out, void *ctx) {
    (void)state;
    answer to = {out, ctx, 0};
    found item = {0};
    struct {
        unsigned long index;
        int has_index, enclosed;
        piece folded;
    } mark = {0};
    const char *at = (const char *)batch.ptr, *end = at + batch.len;
    piece key = {0};
    long depth = 0;
    int has_items = 0;

    if (batch.len == 0) return HS_BAD_REQUEST;
    if (put(&to, "{\"items\":[")) return HS_CANCELLED;
    while (at < end) {
        piece value = {at, at};
        switch (*at) {
        case '{':
        case '[':
            depth++;
            if (depth == ITEM) memset(&item, 0, sizeof item);
            if (depth == MARK) memset(&mark, 0, sizeof mark);
            key = (piece){0};
            at++;
            continue;
        case '}':
        case ']':
            if (depth == MARK && mark.has_index && !mark.enclosed && mark.folded.text && item.count < MOST_LOTS) {
                item.lots[item.count].mark = mark.index;
                memcpy(item.lots[item.count].digits, mark.folded.text + 2, DIGITS);
                item.count++;
            }
            if (depth == ITEM && put_item(&to, &item)) return HS_CANCELLED;
            depth--;
            key = (piece){0};
            at++;
            continue;
        case '"':
            for (at++; at < end && *at != '"'; at++)
                if (*at == '\\' && end - at > 1) at++; /* what follows is part of the text */
            if (at >= end) return HS_BAD_REQUEST;
            value = (piece){value.text + 1, at};
            for (at++; at < end && is_space(*at);) at++;
            if (at < end && *at == ':') {
                key = value;
                at++;
                if (depth == REQUEST && is(key, "items")) has_items = 1;
                continue;
            }
            if (depth == MARK && is(key, "folded") && is_lot(value)) mark.folded = value;
            if (depth == MARK && is(key, "enclosure")) mark.enclosed = 1;
            break;
        case ',':
            at++;
            continue;
        default: /* a number, true, false or null */
            if (is_space(*at)) {
                at++;
                continue;
            }
            while (at < end && !strchr(",]}", *at) && !is_space(*at)) at++;
            value.end = at;
            if (at == value.text) return HS_BAD_REQUEST;
            if (depth == ITEM && is(key, "id")) item.has_id = number(value, &item.id);
            if (depth == MARK && is(key, "index")) mark.has_index = number(value, &mark.index);
        }
        key = (piece){0};
    }
    if (depth != 0 || !has_items) return HS_BAD_REQUEST;
    return put(&to, "]}") ? HS_CANCELLED : HS_OK;
}

/* ---- the table ------------------------------------------------------------------------------------------------- */

/* It needs no tables, so it has no state. */
static int32_t open_plugin(const hs_host_v1 *host, hs_bytes config, void **state, hs_sink err, void *ctx) {
    (void)host, (void)config, (void)err, (void)ctx;
    *state = NULL;
    return HS_OK;
}

static void close_plugin(void *state) { (void)state; }

static const hs_plugin_v1 table = {
    .magic = HS_MAGIC,
    .struct_size = sizeof(hs_plugin_v1),
    .abi_major = HS_ABI_MAJOR,
    .abi_minor = HS_ABI_MINOR,
    .manifest = {(const uint8_t *)manifest, sizeof manifest - 1},
    .open = open_plugin,
    .identify = identify,
    .close = close_plugin,
};

const hs_plugin_v1 *headstamp_plugin_v1(void) { return &table; }
