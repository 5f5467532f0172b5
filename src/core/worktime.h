/*
 * worktime.h
 *	  Working time and the limits of the Working Time Regulations 1998.
 *
 * Working time is a set of stretches between instants, in microseconds: the law
 * counts the hours that pass.  A day is the stretch from one local midnight to
 * the next, so the caller, who knows the zone, hands over the midnights.
 */
#ifndef CORE_WORKTIME_H
#define CORE_WORKTIME_H

#include <stdbool.h>
#include <stdint.h>

#define WORK_MINUTE		INT64_C(60000000)
#define WORK_HOUR		(60 * WORK_MINUTE)
#define WORK_DAY		(24 * WORK_HOUR)
#define WORK_NO_END		INT64_MAX

/* from one instant up to another */
typedef struct Stint
{
	int64_t		from;
	int64_t		to;
} Stint;

/* what the caller says of a day */
#define DAY_EXCLUDED	1		/* leave, sickness: regulation 4(7) */
#define DAY_OPTED_OUT	2		/* the worker has agreed to more than the average */

/* limits that differ under 18 */
typedef struct RestLimits
{
	int64_t		daily_rest;
	int64_t		weekly_rest;
	int64_t		break_over;
	int64_t		least_break;
} RestLimits;

typedef struct WorkLimits
{
	int64_t		weekly;			/* most hours a week, on average */
	int64_t		reference_weeks;
	int64_t		night;			/* most hours of a night worker, on average or at all */
	int			night_worker;	/* 1: yes, 0: no, -1: as the records say */
	bool		night_absolute; /* special hazards: no average */
	bool		by_fortnight;	/* weekly rest of an adult */
	RestLimits	adult;
	RestLimits	young;
	int64_t		young_day;
	int64_t		young_week;
} WorkLimits;

enum WorkRule
{
	WEEKLY_AVERAGE,
	NIGHT_AVERAGE,
	NIGHT_HOURS,
	DAILY_REST,
	WEEKLY_REST,
	FORTNIGHTLY_REST,
	BREAK,
	YOUNG_DAY,
	YOUNG_WEEK,
	YOUNG_NIGHT,
	WORK_RULES
};

/* A breach, with its workings as far as its rule has any. */
typedef struct Breach
{
	enum WorkRule rule;
	Stint		at;				/* WORK_NO_END: it goes on */
	int64_t		value;
	int64_t		limit;
	int64_t		by;
	int64_t		hours;			/* worked; -1: not of this rule */
	/* of an average */
	int			first;			/* days of its reference period */
	int			last;
	int64_t		later_hours;
	int			excluded_days;
	int			later_days;
	int			divisor;
	int			night_weeks;	/* weeks with night work */
	bool		final;			/* nothing recorded later can change it */
} Breach;

typedef struct WorkCase
{
	WorkLimits	limits;
	const Stint *work;			/* in order, apart, none of them empty, up to as_of */
	int			n;
	int			days;			/* all work lies on days 1 to days - 2 */
	const int64_t *midnight;	/* days + 1 of them */
	const Stint *night;			/* night time that begins on each day */
	const Stint *young_night;	/* the same under 18; NULL if there is no such day */
	const uint8_t *flags;
	int			monday;			/* the first Monday: 0 to 6 */
	int			during_first;	/* whose breaches are asked for: at least 7 * (reference_weeks + 2) */
	int			during_last;	/* at most days - 15 */
	int			adult_from;		/* the first day at 18; 0: all of them */
	int			employed_from;	/* below 0: before all records */
	int64_t		as_of;
	void	   *room;			/* worktime_room() bytes, all 0 */
	void		(*pause) (void);	/* called now and then */
	void		(*found) (void *context, const Breach *breach);
	void	   *context;
} WorkCase;

/* the bytes of room for so many days */
extern uint64_t worktime_room(int days);

extern void worktime_breaches(const WorkCase *c);

#endif							/* CORE_WORKTIME_H */
