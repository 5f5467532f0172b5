/*
 * compat.h
 *	  What differs between PostgreSQL 15 and 18: the one place with
 *	  PG_VERSION_NUM.
 *
 * Included by bradford.h right after postgres.h.
 */
#ifndef BRADFORD_COMPAT_H
#define BRADFORD_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "bradford needs PostgreSQL 15 or later"
#endif

/* varatt.h was split off postgres.h in 16 */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* the module's name and version are shown by pg_get_loaded_modules() from 18 on */
#if PG_VERSION_NUM >= 180000
#define BRADFORD_MODULE_MAGIC \
	PG_MODULE_MAGIC_EXT(.name = "bradford", .version = "1.0")
#else
#define BRADFORD_MODULE_MAGIC PG_MODULE_MAGIC
#endif

/* range_serialize() learned of soft errors in 16 */
#if PG_VERSION_NUM >= 160000
#define range_of_bounds(typcache, lower, upper) \
	range_serialize(typcache, lower, upper, false, NULL)
#else
#define range_of_bounds(typcache, lower, upper) \
	range_serialize(typcache, lower, upper, false)
#endif

/* 18 spells it as a prefix of the declaration; before, it was a suffix macro */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* input functions can save an error for the caller from 16 on; before, they throw */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#else
#define errsave(context, ...) ereport(ERROR, __VA_ARGS__)
#endif

#endif							/* BRADFORD_COMPAT_H */
