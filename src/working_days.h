/*
 * working_days.h
 *	  Working-day arithmetic for the rest of the shell; days outside the known
 *	  years are refused.
 */
#ifndef BRADFORD_WORKING_DAYS_H
#define BRADFORD_WORKING_DAYS_H

#include "bradford.h"

#include "utils/date.h"

#include "core/calendar.h"

/*
 * The n-th working day after (n > 0) or before (n < 0) a day, or the day
 * itself (n = 0); false if that lies outside the known years.
 */
extern bool working_days_add(const WorkingDays *calendar, DateADT day, int32 n, DateADT *result);

#endif							/* BRADFORD_WORKING_DAYS_H */
