/*
 * date_text.c
 *	  Target: a day as text.
 */
#include "bradford.h"

#include "date_text.h"
#include "naive.h"
#include "backend.h"

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* what a date of four digits and more says, counted on the calendar; false if there is no such day */
static bool
plain_day(const char *text, size_t size, int64 *day)
{
	char		copy[64];
	int64		year,
				past;
	int			month,
				of_month,
				bc = 0;
	CivilDate	date;

	/* ten digits of a year reach beyond the date type */
	if (size >= sizeof(copy) || memchr(text, '\0', size) != NULL)
		return false;
	memcpy(copy, text, size);
	copy[size] = '\0';
	if (strspn(copy, "0123456789") < 4 || strspn(copy, "0123456789") > 10)
		return false;
	if (size != strspn(copy, "0123456789") + 6 && !(bc = size == strspn(copy, "0123456789") + 9 && strcmp(copy + size - 3, " BC") == 0))
		return false;
	text = copy + strspn(copy, "0123456789");
	if (text[0] != '-' || strspn(text + 1, "0123456789") != 2 || text[3] != '-' || strspn(text + 4, "0123456789") != 2)
		return false;
	year = strtoll(copy, NULL, 10);
	month = atoi(text + 1);
	of_month = atoi(text + 4);
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
