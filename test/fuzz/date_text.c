/*
 * date_text.c
 *	  Target: a day as text.
 */
#include "bradford.h"

#include "date_text.h"
#include "naive.h"
#include "backend.h"

/*
 * the day of a date with four or more digits of year, counted on the calendar;
 * false if there is none
 */
static bool
plain_day(const char *text, size_t size, int64 *day)
{
	char		copy[64];
	const char *rest;
	size_t		digits;
	int64		year,
				past;
	int			month,
				of_month;
	bool		bc;
	CivilDate	date;

	if (size >= sizeof(copy) || memchr(text, '\0', size) != NULL)
		return false;
	memcpy(copy, text, size);
	copy[size] = '\0';
	digits = strspn(copy, "0123456789");
	rest = copy + digits;
	bc = strlen(rest) == 9 && strcmp(rest + 6, " BC") == 0;
	/* ten digits of a year reach beyond the date type */
	if (digits < 4 || digits > 10 || (strlen(rest) != 6 && !bc) || rest[0] != '-' || rest[3] != '-' ||
		strspn(rest + 1, "0123456789") != 2 || strspn(rest + 4, "0123456789") != 2)
		return false;
	year = strtoll(copy, NULL, 10);
	month = atoi(rest + 1);
	of_month = atoi(rest + 4);
	if (year == 0 && !bc)
		return false;
	if (bc)
		year = 1 - year;
	/* whole cycles of 400 years, then a search in one */
	past = year / 400 - (year % 400 < 0) - 5;
	if (past < -20 || past > 20000)
		return false;
	for (*day = 0; *day < CYCLE_DAYS; (*day)++)
	{
		date = plain_date(*day);
		if (date.year + 400 * past == year && date.month == month && date.day == of_month)
			break;
		if (date.year + 400 * past < year && date.month == 1 && date.day == 1)
			*day += 364;
	}
	if (*day >= CYCLE_DAYS)
		return false;
	*day += past * CYCLE_DAYS;
	return *day >= MIN_DAY && *day <= MAX_DAY;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *) data;
	DateADT		day,
				again;
	int64		plain = 0;
	char	   *written;
	bool		is_day = read_iso_day(text, text + size, &day);

	demand(plain_day(text, size, &plain) == is_day && (!is_day || plain == day), "a day is read wrongly");
	if (is_day)
	{
		written = day_text(day);
		demand(read_iso_day(written, written + strlen(written), &again) && again == day, "a day's own text is another day");
		demand(strcmp(day_text(again), written) == 0, "a day's text is no fixed point");
		demand(strlen(written) <= size, "a day's text is longer than what was read");
	}
	free_all();
	return 0;
}
