/* headstamp_plugin.h - the whole binary contract between headstamp and a plugin.
 *
 * A plugin is a shared library that exports one symbol, headstamp_plugin_v1. Only bytes cross the
 * boundary: UTF-8 JSON in, UTF-8 JSON out. There is no free() here on purpose: what one side allocates,
 * it also frees. No pointer that is handed over may be kept after the call returns.
 *
 * The JSON is described in src/wire.rs beside this folder. A plugin is called by one thread only, and must
 * not leave threads running when a call returns.
 */
#ifndef HEADSTAMP_PLUGIN_H
#define HEADSTAMP_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HS_MAGIC UINT32_C(0x48535031) /* "HSP1" */
#define HS_ABI_MAJOR 1                /* unequal: the host refuses the plugin */
#define HS_ABI_MINOR 0                /* higher: the table may have more fields at its end */

#define HS_OK 0           /* done */
#define HS_BAD_REQUEST 1  /* the request could not be understood */
#define HS_INTERNAL 2     /* the plugin failed; it may write {"error":{"code":2,"message":"..."}} */
#define HS_CANCELLED 3    /* hs_host_v1.cancelled said so, or the sink asked to stop */
#define HS_UNSUPPORTED 4  /* this kind of request is not answered */

#define HS_LOG_ERROR 1
#define HS_LOG_WARN 2
#define HS_LOG_INFO 3
#define HS_LOG_DEBUG 4

#if defined(_WIN32)
#define HS_EXPORT __declspec(dllexport)
#else
#define HS_EXPORT __attribute__((visibility("default")))
#endif

/* UTF-8, not NUL-terminated, valid during the call only. */
typedef struct {
    const uint8_t *ptr;
    size_t len;
} hs_bytes;

/* Takes a part of the answer and copies it. Non-zero: stop, the limit of the answer is reached. */
typedef int32_t (*hs_sink)(void *ctx, hs_bytes part);

/* What the host offers. Read no field that lies beyond struct_size. */
typedef struct {
    uint32_t struct_size;
    uint32_t abi_minor;
    void *ctx;                                             /* hand it back as the first argument */
    void (*log)(void *ctx, int32_t level, hs_bytes message);
    int32_t (*cancelled)(void *ctx);                       /* non-zero: return HS_CANCELLED soon */
} hs_host_v1;

typedef struct {
    uint32_t magic;       /* HS_MAGIC */
    uint32_t struct_size; /* sizeof(hs_plugin_v1) in the plugin; the host reads no further */
    uint16_t abi_major;   /* HS_ABI_MAJOR */
    uint16_t abi_minor;   /* HS_ABI_MINOR */
    uint32_t reserved;    /* 0 */
    hs_bytes manifest;    /* static JSON */

    /* Prepares the plugin. config is {"v":1,"data":{"<table>":...}} with the tables that the manifest names.
     * On success *state is handed to the other calls; it may be NULL. On failure err takes a message.
     * host stays valid until close returns. */
    int32_t (*open)(const hs_host_v1 *host, hs_bytes config, void **state, hs_sink err, void *ctx);

    /* Answers one batch. The same batch must give the same bytes each time. */
    int32_t (*identify)(void *state, hs_bytes batch, hs_sink out, void *ctx);

    /* Frees what open made. */
    void (*close)(void *state);
} hs_plugin_v1;

/* No side effect, no allocation, the same pointer each time. */
HS_EXPORT const hs_plugin_v1 *headstamp_plugin_v1(void);

/* The layout is part of the contract. Fields are only ever added at the end. */
#if defined(__cplusplus)
#define HS_STATIC_ASSERT(condition, message) static_assert(condition, message)
#else
#define HS_STATIC_ASSERT(condition, message) _Static_assert(condition, message)
#endif

HS_STATIC_ASSERT(sizeof(hs_bytes) == 2 * sizeof(void *), "hs_bytes");
HS_STATIC_ASSERT(offsetof(hs_host_v1, ctx) == 8, "hs_host_v1.ctx");
HS_STATIC_ASSERT(sizeof(hs_host_v1) == 8 + 3 * sizeof(void *), "hs_host_v1");
HS_STATIC_ASSERT(offsetof(hs_plugin_v1, manifest) == 16, "hs_plugin_v1.manifest");
HS_STATIC_ASSERT(offsetof(hs_plugin_v1, open) == 16 + 2 * sizeof(void *), "hs_plugin_v1.open");
HS_STATIC_ASSERT(sizeof(hs_plugin_v1) == 16 + 5 * sizeof(void *), "hs_plugin_v1");

#ifdef __cplusplus
}
#endif

#endif
