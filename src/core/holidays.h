/*
 * holidays.h
 *	  The bank holidays of the three divisions of the United Kingdom.
 */
#ifndef CORE_HOLIDAYS_H
#define CORE_HOLIDAYS_H

#include <stdbool.h>
#include <stdint.h>

/* the divisions, in the order in which a union is printed */
#define ENGLAND_AND_WALES	0x01
#define SCOTLAND			0x02
#define NORTHERN_IRELAND	0x04
#define UK_DIVISIONS		0x07

/*
 * Days up to this year are as published, later ones are projected by rule:
 * they lack the one-off days that nobody can know yet, and their substitute
 * days still need a proclamation.
 */
#define LAST_PUBLISHED_YEAR	2028

/*
 * A new one for each release in which a day of any year from 1995 on is another
 * than before, by publication or by rule: the year of the release and a letter.
 * doc/upgrade.md lists what each changed.
 */
#define HOLIDAYS_VERSION	"2026a"

typedef struct Holiday
{
	int32_t		day;
	uint8_t		divisions;		/* where it is a holiday by this name */
	uint8_t		name;
	bool		substitute;		/* for a day on a weekend */
} Holiday;

/* more than any year has, all divisions and names counted apart */
#define HOLIDAYS_A_YEAR	40

/*
 * The holidays of a known year, by day.  A day with one name in one division
 * and another name elsewhere appears once for each.
 */
extern int	holidays_of_year(int year, Holiday *list);

/* the same by rule alone, whatever was published; this is what tests compare */
extern int	holidays_by_rule(int year, Holiday *list);

/* the name without its mark of a substitute day, in UTF-8 */
extern const char *holiday_name(const Holiday *holiday);

#endif							/* CORE_HOLIDAYS_H */
