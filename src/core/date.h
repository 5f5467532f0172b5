/*
 * date.h
 *	  Day numbers and months: the civil calendar without PostgreSQL.
 *
 * Proleptic Gregorian, day 0 = 2000-01-01, as PostgreSQL's date.
 */
#ifndef CORE_DATE_H
#define CORE_DATE_H

#include <stdint.h>

/* the ends of PostgreSQL's date type: 4714-11-24 BC and 5874897-12-31 */
#define MIN_DAY		(-2451545)
#define MAX_DAY		2145031948

typedef struct CivilDate
{
	int32_t		year;			/* astronomical: 0 is 1 BC */
	int32_t		month;			/* 1 to 12 */
	int32_t		day;			/* 1 to 31 */
} CivilDate;

/* 0 = Monday ... 6 = Sunday; day 0 was a Saturday */
static inline int
weekday_of(int32_t day)
{
	int			weekday = (day + 5) % 7;

	return weekday < 0 ? weekday + 7 : weekday;
}

extern int64_t day_from_civil(int64_t year, int32_t month, int32_t day);
extern CivilDate civil_from_day(int64_t day);
extern int32_t days_in_month(int64_t year, int32_t month);

/* the month so many months later, earlier if negative */
extern void shift_month(int64_t year, int32_t month, int64_t months,
						int64_t *to_year, int32_t *to_month);

/*
 * The same day of the month so many months later (earlier if negative), or
 * the last day of that month where it is shorter: 29 February less 12 months
 * is 28 February.
 */
extern int64_t add_months(int64_t day, int64_t months);

#endif							/* CORE_DATE_H */
