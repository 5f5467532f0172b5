/*
 * flexitime.h
 *	  Flexi-time: how much of a day's attendance is credited, and how much of a
 *	  balance is carried forward.
 *
 * A scheme counts in minutes, as people write one; clock times and hours worked
 * are microseconds, as PostgreSQL's timestamps and intervals.  All times are
 * local wall time: a day has 24 hours, also when the clocks change.
 */
#ifndef CORE_FLEXITIME_H
#define CORE_FLEXITIME_H

#include <stdbool.h>
#include <stdint.h>

#define MINUTES_A_DAY	1440
#define MINUTE			INT64_C(60000000)
#define DAY				(MINUTES_A_DAY * MINUTE)

#define WEEKDAYS_N		7
#define CORE_STRETCHES	4		/* of one day */

/* minutes of the day, the end not included; nothing if both are 0 */
typedef struct Stretch
{
	int16_t		from;
	int16_t		to;
} Stretch;

/* which way a clock time goes to the edge of a block */
enum
{
	ROUND_STRICT,				/* to the scheme's side: an arrival later, a departure earlier */
	ROUND_NEAREST,
	ROUND_GENEROUS				/* to the person's side */
};

typedef struct Rounding
{
	uint8_t		way;
	uint8_t		up_from;		/* nearest: whole minutes from which it goes up; 0: half a block */
} Rounding;

enum
{
	PERIOD_WEEKS,
	PERIOD_MONTHS
};

enum
{
	BEYOND_CARRIED,				/* debit beyond the cap is carried all the same */
	BEYOND_CUT
};

/* the amounts of a scheme, and what one is counted in */
enum
{
	CREDIT_CAP,
	DEBIT_CAP,
	CREDIT_LIMIT,
	DEBIT_LIMIT,
	FLEXI_LEAVE,
	AMOUNTS
};

enum
{
	NO_AMOUNT,					/* unbounded */
	IN_MINUTES,
	IN_HALF_DAYS,				/* halves of the standard day */
	AS_CAP						/* of a limit: that of the cap */
};

#define BY_DAY	(-1)			/* hours of a period: those of its standard days */

/*
 * A scheme.  Equal schemes have equal bytes: they are compared and hashed as
 * bytes.
 */
typedef struct FlexiScheme
{
	int32_t		period_from;	/* a day on which a period begins */
	int32_t		hours;			/* standard minutes of a period, or BY_DAY */
	int32_t		amount[AMOUNTS];
	Stretch		bandwidth[WEEKDAYS_N];
	Stretch		core[WEEKDAYS_N][CORE_STRETCHES];	/* in order, the used ones first */
	int16_t		day[WEEKDAYS_N];	/* the standard day */
	int16_t		core_least;		/* core as a quota: so much in the day, ... */
	int16_t		core_before;	/* ... so much before a time, ... */
	int16_t		before;
	int16_t		core_after;		/* ... and so much after one */
	int16_t		after;
	Stretch		lunch;			/* its window; nothing: from the first arrival to the last departure */
	int16_t		lunch_least;
	int16_t		lunch_most;		/* 0: any */
	int16_t		lunch_over;		/* the least applies only above so much work */
	int16_t		lunch_shortest; /* a shorter gap is no lunch */
	uint8_t		unit[AMOUNTS];
	uint8_t		period_unit;
	uint8_t		period_count;
	uint8_t		block;			/* minutes; 0: none */
	Rounding	in;
	Rounding	out;
	uint8_t		beyond;
	uint8_t		leave_from_credit;
	uint8_t		spare[2];		/* leaves no padding to the compiler */
} FlexiScheme;

/* a stretch of attendance, in microseconds of the day */
typedef struct Presence
{
	int64_t		from;
	int64_t		to;
} Presence;

/*
 * A day as it is counted.  attended = credited + the three cuts, always; what
 * rounding cuts is below 0 where it adds.
 */
typedef struct FlexiDay
{
	int64_t		attended;
	int64_t		credited;
	int64_t		cut_by_bandwidth;
	int64_t		cut_by_lunch;
	int64_t		cut_by_rounding;
	int64_t		core_missed;
	int64_t		core_missed_half;	/* the same if half of the day was off */
	int64_t		lunch_over;		/* lunch beyond its longest */
} FlexiDay;

/*
 * Counts a day.  Its presences are in order and apart, within the day and none
 * of them empty; they are written over.
 */
extern void flexi_count_day(const FlexiScheme *scheme, int weekday,
							Presence *presences, int n, FlexiDay *day);

/* the first day of the period that holds a day, and of the next one */
extern void flexi_period_of(const FlexiScheme *scheme, int64_t day,
							int64_t *first, int64_t *next);

/* an amount of a scheme in microseconds; false if it is unbounded */
extern bool flexi_amount(const FlexiScheme *scheme, int which, int64_t *amount);

/* the greatest figure of a period, 100 years, and the greatest balance */
#define MOST_HOURS		(INT64_C(36525) * DAY)
#define MOST_BALANCE	INT64_C(1000000000000000000)

/*
 * A person's account after a period.  The balance x brought forward becomes
 * min(hi, max(lo, x + credited - standard)): the cap binds only at the carry.
 */
typedef struct FlexiAccount
{
	int64_t		brought_forward;
	int64_t		credited;
	int64_t		standard;
	int64_t		balance;
	int64_t		carried;
	int64_t		taken;			/* credit above the cap */
	int64_t		beyond;			/* debit beyond the cap, whether carried or cut */
} FlexiAccount;

/* the next period; false if the balance exceeds MOST_BALANCE */
extern bool flexi_account_next(FlexiAccount *account, const FlexiScheme *scheme,
							   int64_t credited, int64_t standard);

#endif							/* CORE_FLEXITIME_H */
