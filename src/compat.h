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
	PG_MODULE_MAGIC_EXT(.name = "bradford", .version = BRADFORD_VERSION)
#else
#define BRADFORD_MODULE_MAGIC PG_MODULE_MAGIC
#endif

/*
 * The library is built with hidden visibility: its entry points, which all
 * begin with bradford_, are the only names that another library could meet.
 * Before 16, PGDLLEXPORT is empty outside Windows, and the declaration of an
 * entry point lacks it.
 */
#if PG_VERSION_NUM < 160000 && !defined(WIN32)
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#include "fmgr.h"
#undef PG_FUNCTION_INFO_V1
#define PG_FUNCTION_INFO_V1(funcname) \
	extern PGDLLEXPORT Datum funcname(PG_FUNCTION_ARGS); \
	extern PGDLLEXPORT const Pg_finfo_record * CppConcat(pg_finfo_,funcname)(void); \
	const Pg_finfo_record * \
	CppConcat(pg_finfo_,funcname) (void) \
	{ \
		static const Pg_finfo_record my_finfo = { 1 }; \
		return &my_finfo; \
	} \
	extern int no_such_variable
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
#include "nodes/nodes.h"
#define errsave(context, ...) ereport(ERROR, __VA_ARGS__)
#define ereturn(context, dummy_value, ...) \
	do { \
		ereport(ERROR, __VA_ARGS__); \
		return dummy_value; \
	} while (0)
#endif

#endif							/* BRADFORD_COMPAT_H */
