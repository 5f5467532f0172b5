/*
 * module.c
 *	  The magic block that makes this a loadable module.
 */
#include "bradford.h"

BRADFORD_MODULE_MAGIC;
