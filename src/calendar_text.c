/*
 * calendar_text.c
 *	  The text form of bradford.calendar: reading and printing.
 *
 *		calendar = part { "then from" DATE part }
 *		part     = pattern { "|" pattern }
 *		pattern  = base { "&" base } { ";" option }
 *		option   = "week=" WEEK { "/" WEEK } [ "from" DATE ]
 *				 | "closed=" DAYS | "open=" DAYS
 *
 * Each of these has a reading function, which returns false after an error
 * that was saved and not thrown.
 */
#include "bradford.h"

#include <ctype.h>

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "parser/scansup.h"
#include "utils/varlena.h"

#include "core/date.h"
#include "calendar.h"
#include "calendar_text.h"
#include "daterange.h"

#define BASES \
	"A calendar begins with england-and-wales, scotland, northern-ireland, weekdays or every-day, or several of them joined by \"&\"."
#define EXAMPLE "england-and-wales; week=Mon-Wed; closed=2026-12-24"

/* ---------- the names, as they are read and printed ---------- */

static const struct
{
	const char *name;
	uint8		bit;
}			bases[] = {
	{"england-and-wales", ENGLAND_AND_WALES},
	{"scotland", SCOTLAND},
	{"northern-ireland", NORTHERN_IRELAND},
	{"weekdays", WEEKDAYS},
	{"every-day", EVERY_DAY},
};

enum Option
{
	WEEK,
	CLOSED,
	OPEN
};

static const char *const options[] = {"week", "closed", "open"};
static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/* ---------- small steps of the reader ---------- */

typedef struct Reader
{
	const char *at;
	Node	   *escontext;
} Reader;

/* where errsave() returns, the reading function returns false */
#define BAD(escontext, sqlstate, message, detail, hint) \
	do { \
		errsave(escontext, (errcode(sqlstate), message, detail, hint)); \
		return false; \
	} while (0)

/* every loop of the reader calls this, so a cancelled query ends soon */
static void
skip_space(Reader *r)
{
	CHECK_FOR_INTERRUPTS();
	while (scanner_isspace(*r->at))
	{
		CHECK_FOR_INTERRUPTS();
		r->at++;
	}
}

static bool
take_char(Reader *r, char c)
{
	skip_space(r);
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

/* longer than any name */
#define WORD_MAX	20

/* length of the word ahead: letters, and hyphens where they join words */
static int
word_ahead(Reader *r, bool hyphens)
{
	int			len = 0;

	skip_space(r);
	while (len < WORD_MAX &&
		   (isalpha((unsigned char) r->at[len]) || (hyphens && len > 0 && r->at[len] == '-')))
		len++;
	return len;
}

static bool
same_word(const char *at, int len, const char *word)
{
	return len == (int) strlen(word) && pg_strncasecmp(at, word, len) == 0;
}

static bool
take_word(Reader *r, const char *word)
{
	int			len = word_ahead(r, false);

	if (!same_word(r->at, len, word))
		return false;
	r->at += len;
	return true;
}

#define PIECE_MAX	40

/* length of the text ahead up to the next of these separators, cut for a message */
static int
piece_length(Reader *r, const char *separators)
{
	int			len = 0;

	skip_space(r);
	while (len <= PIECE_MAX && r->at[len] != '\0' && strchr(separators, r->at[len]) == NULL)
		len++;
	if (len == 0 && *r->at != '\0')
		len = pg_mblen(r->at);
	return len > PIECE_MAX ? pg_mbcliplen(r->at, len, PIECE_MAX) : len;
}

#define SEPARATORS	";,/&|= \t\r\n"
#define SEPARATORS_OF_DAYS	";,| \t\r\n"

/* the text ahead, quoted for a message */
static char *
text_ahead(Reader *r, const char *separators)
{
	int			len = piece_length(r, separators);

	return len > 0 ? psprintf("\"%.*s\"", len, r->at) : pstrdup("the end of the text");
}

/* the name that the text ahead shortens or comes near to; NULL if none */
static const char *
nearest(Reader *r, const char *const *names, size_t stride, int n)
{
	int			len = piece_length(r, SEPARATORS);
	const char *best = NULL;
	int			best_distance = 4;	/* one more than may be wrong */
	int			i;

	for (i = 0; i < n; i++)
	{
		const char *name = *(const char *const *) ((const char *) names + i * stride);
		int			distance;

		if (len > 2 && pg_strncasecmp(name, r->at, len) == 0)
			return name;
		distance = varstr_levenshtein_less_equal(r->at, len, name, strlen(name), 1, 1, 1,
												 best_distance, true);
		if (distance < best_distance && distance < (int) strlen(name))
		{
			best = name;
			best_distance = distance;
		}
	}
	return best;
}

/* ---------- days and dates ---------- */

/*
 * A date as YYYY-MM-DD and nothing else: what a calendar means must not depend
 * on anybody's DateStyle.
 */
static bool
read_date(Reader *r, int32 *day)
{
	int			len = 10;

	skip_space(r);
	if (strnlen(r->at, len) < len || isalnum((unsigned char) r->at[len]) ||
		!read_iso_day(r->at, r->at + len, day))
		BAD(r->escontext, ERRCODE_INVALID_DATETIME_FORMAT,
			errmsg("%s is not a date of a calendar", text_ahead(r, SEPARATORS_OF_DAYS)),
			errdetail("A calendar writes its dates as YYYY-MM-DD, and the month has to have that day."),
			errhint("Write for instance 2026-12-24."));
	if (!day_is_known(*day))
		BAD(r->escontext, ERRCODE_DATETIME_FIELD_OVERFLOW,
			errmsg("%.10s is outside the years that calendars know", r->at),
			errdetail_known_days(),
			errhint("Write a date in those years."));
	r->at += 10;
	return true;
}

/* many more spans than sorting and merging can leave of the known days */
#define SPANS_MAX	(2 * DAYS_KNOWN)

/* DAYS: dates and DATE..DATE, separated by commas, added to a list */
static bool
read_days(Reader *r, Span **list, int *n)
{
	do
	{
		Span		span;

		if (!read_date(r, &span.first))
			return false;
		span.last = span.first;
		skip_space(r);
		if (r->at[0] == '.' && r->at[1] == '.')
		{
			r->at += 2;
			if (!read_date(r, &span.last))
				return false;
			if (span.last < span.first)
				BAD(r->escontext, ERRCODE_DATETIME_FIELD_OVERFLOW,
					errmsg("days end on %.10s, before they begin", r->at - 10),
					errdetail("The first day of FIRST..LAST is the earlier one, and both are included."),
					errhint("Write for instance 2026-12-28..2026-12-31."));
		}
		if (*n == SPANS_MAX)
			*n = (int) spans_sort_and_merge(*list, *n);
		calendar_add_span(list, n, span);
	} while (take_char(r, ','));
	return true;
}

/* ---------- weeks ---------- */

static bool
read_weekday(Reader *r, int *weekday)
{
	int			len = word_ahead(r, false);
	int			i;

	for (i = 0; i < 7; i++)
		if (same_word(r->at, len, weekdays[i]))
		{
			r->at += len;
			*weekday = i;
			return true;
		}
	BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
		errmsg("%s is not a day of the week", text_ahead(r, SEPARATORS)),
		errdetail("The days are Mon, Tue, Wed, Thu, Fri, Sat and Sun; a week without work is none."),
		errhint("Write for instance week=Mon-Wed or week=Mon,Wed,Fri, and the weeks of a rota with a slash between them."));
}

/* WEEK: days of the week and DAY-DAY, separated by commas, or "none" */
static bool
read_week(Reader *r, uint8 *week)
{
	*week = 0;
	if (take_word(r, "none"))
		return true;
	do
	{
		int			day,
					last;

		if (!read_weekday(r, &day))
			return false;
		last = day;
		if (take_char(r, '-') && !read_weekday(r, &last))
			return false;
		/* Fri-Mon runs over the weekend */
		for (; day != last; day = (day + 1) % 7)
			*week |= 1 << day;
		*week |= 1 << last;
	} while (take_char(r, ','));
	return true;
}

static bool
read_rota_start(Reader *r, CalendarPart *part)
{
	if (part->weeks == 1)
		BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("a week that is always the same has no \"from\""),
			errdetail("\"from\" says which week of a rota of several weeks is which."),
			errhint("For a pattern that begins on a date, write for instance \"england-and-wales then from 2026-04-01 england-and-wales; week=Mon-Wed\"."));
	if (!read_date(r, &part->rota_from))
		return false;
	if (weekday_of(part->rota_from) != 0)
		BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("rota begins on %.10s, which is not a Monday", r->at - 10),
			errdetail("The weeks of a rota begin on Mondays."),
			errhint("The Monday of that week is %s.",
					day_text(part->rota_from - weekday_of(part->rota_from))));
	return true;
}

/* WEEK { "/" WEEK } [ "from" DATE ] */
static bool
read_weeks(Reader *r, CalendarPart *part)
{
	part->weeks = 0;
	do
	{
		if (part->weeks == ROTA_WEEKS_MAX)
			BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
				errmsg("rota has more than %d weeks", ROTA_WEEKS_MAX),
				errdetail("A rota repeats after at most %d weeks.", ROTA_WEEKS_MAX),
				errhint("Write a longer pattern with \"then from\", or list its days with open= and closed=."));
		if (!read_week(r, &part->week[part->weeks]))
			return false;
		part->weeks++;
	} while (take_char(r, '/'));

	if (take_word(r, "from"))
		return read_rota_start(r, part);
	if (part->weeks > 1)
		BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("rota of %d weeks lacks \"from\"", part->weeks),
			errdetail("A rota names a Monday of its first week; it repeats before and after it."),
			errhint("Write for instance week=Mon-Wed/Mon-Fri from 2026-01-05."));
	return true;
}

/* ---------- parts ---------- */

static bool
read_base(Reader *r, CalendarPart *part)
{
	int			len = word_ahead(r, true);
	const char *near;
	int			i;

	for (i = 0; i < lengthof(bases); i++)
		if (same_word(r->at, len, bases[i].name))
		{
			r->at += len;
			part->bases |= bases[i].bit;
			return true;
		}
	if (*r->at == '\0')
		BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("calendar ends where a base should follow"),
			errdetail(BASES),
			errhint("Write for instance \"%s\".", EXAMPLE));
	near = nearest(r, &bases[0].name, sizeof(bases[0]), lengthof(bases));
	BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
		errmsg("unknown base of a calendar: %s", text_ahead(r, SEPARATORS)),
		errdetail(BASES),
		near ? errhint("Perhaps you mean \"%s\".", near) :
		errhint("Write for instance \"%s\".", EXAMPLE));
}

static bool
read_option(Reader *r, CalendarPart *part, bool *has_week)
{
	int			len = word_ahead(r, false);
	const char *near;
	int			i;

	for (i = 0; i < lengthof(options); i++)
		if (same_word(r->at, len, options[i]))
			break;
	if (i == lengthof(options))
	{
		near = nearest(r, options, sizeof(options[0]), lengthof(options));
		BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("unknown option of a calendar: %s", text_ahead(r, SEPARATORS)),
			errdetail("The options are week=, closed= and open=."),
			near ? errhint("Perhaps you mean \"%s=\".", near) :
			errhint("Write for instance \"%s\".", EXAMPLE));
	}
	r->at += len;
	if (!take_char(r, '='))
		BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("\"%s\" must be followed by \"=\", not by %s", options[i], text_ahead(r, SEPARATORS)),
			errdetail("The options are week=, closed= and open=."),
			errhint("Write for instance \"%s\".", EXAMPLE));
	if (i == CLOSED)
		return read_days(r, &part->closed, &part->nclosed);
	if (i == OPEN)
		return read_days(r, &part->open, &part->nopen);
	if (*has_week)
		BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("one pattern of a calendar has \"week=\" twice"),
			errdetail("A pattern has one week, or the weeks of one rota."),
			errhint("Write the weeks of a rota with a slash between them, and a pattern that changes on a date with \"then from\"."));
	*has_week = true;
	return read_weeks(r, part);
}

/* sorts and merges the days of a part; refuses a day both closed and open */
static bool
settle_days(Reader *r, CalendarPart *part)
{
	int			c = 0,
				o = 0;

	part->nclosed = (int) spans_sort_and_merge(part->closed, part->nclosed);
	part->nopen = (int) spans_sort_and_merge(part->open, part->nopen);
	while (c < part->nclosed && o < part->nopen)
	{
		if (part->closed[c].last < part->open[o].first)
			c++;
		else if (part->open[o].last < part->closed[c].first)
			o++;
		else
			BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
				errmsg("%s is both closed and open",
					   day_text(Max(part->closed[c].first, part->open[o].first))),
				errdetail("A day of a calendar is in one of the two lists at most."),
				errhint("Take it out of closed= or out of open=."));
	}
	return true;
}

static bool
read_pattern(Reader *r, CalendarPart *part)
{
	bool		has_week = false;

	do
	{
		if (!read_base(r, part))
			return false;
	} while (take_char(r, '&'));
	part->weeks = 1;
	part->week[0] = default_week(part->bases);
	while (take_char(r, ';'))
		if (!read_option(r, part, &has_week))
			return false;
	return settle_days(r, part);
}

static bool
read_part(Reader *r, int32 from, CalendarParts *parts)
{
	do
	{
		CalendarPart part = {.from = from};

		if (!read_pattern(r, &part))
			return false;
		calendar_add_part(parts, &part);
	} while (take_char(r, '|'));
	return true;
}

/* the rest of "then from" DATE, after "then"; the date must be after another day */
static bool
read_then_from(Reader *r, int32 after, int32 *from)
{
	if (!take_word(r, "from"))
		BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("\"then\" must be followed by \"from\", not by %s", text_ahead(r, SEPARATORS)),
			errdetail("The next part of a calendar begins with \"then from\" and its first day."),
			errhint("Write for instance \"england-and-wales then from 2026-04-01 england-and-wales; week=Mon-Wed\"."));
	if (!read_date(r, from))
		return false;
	if (*from <= after)
		BAD(r->escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("\"then from %.10s\" is not after the part before it", r->at - 10),
			errdetail("The parts of a calendar stand in order of date."),
			errhint("Put the parts in order, each with its own first day."));
	return true;
}

/* refuses a text that is too long, to read or to print */
static bool
check_length(size_t length, Node *escontext)
{
	if (length > CALENDAR_TEXT_MAX)
		BAD(escontext, ERRCODE_PROGRAM_LIMIT_EXCEEDED,
			errmsg("text of a calendar is too long: %zu bytes", length),
			errdetail("A calendar has at most %d MB of text.", CALENDAR_TEXT_MAX_MB),
			errhint("Leave out the parts that nobody asks about, and write days in a row as FIRST..LAST."));
	return true;
}

bool
calendar_parse(const char *text, CalendarParts *parts, Node *escontext)
{
	Reader		r = {text, escontext};
	int32		from = FIRST_KNOWN_DAY;
	int32		after = FIRST_KNOWN_DAY - 1;

	memset(parts, 0, sizeof(*parts));
	if (!check_length(strlen(text), escontext))
		return false;
	for (;;)
	{
		if (!read_part(&r, from, parts))
			return false;
		if (!take_word(&r, "then"))
			break;
		if (!read_then_from(&r, after, &from))
			return false;
		/* a part that the next one replaces on its first day never holds */
		if (from == FIRST_KNOWN_DAY)
			parts->n = 0;
		after = from;
	}
	skip_space(&r);
	if (*r.at != '\0')
		BAD(escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
			errmsg("a calendar cannot go on with %s", text_ahead(&r, SEPARATORS)),
			errdetail("After a base come \"&\" and another base, \";\" and an option, \"|\" and another pattern, or \"then from\" and a date."),
			errhint("Write for instance \"%s\".", EXAMPLE));
	return true;
}

/* ---------- printing ---------- */

static void
print_days(StringInfo out, enum Option option, const Span *spans, int n)
{
	int			i;

	if (n > 0)
		appendStringInfo(out, "; %s=", options[option]);
	for (i = 0; i < n; i++)
	{
		if (i > 0)
			appendStringInfoChar(out, ',');
		appendStringInfoString(out, day_text(spans[i].first));
		if (spans[i].last > spans[i].first)
		{
			appendStringInfoString(out, "..");
			appendStringInfoString(out, day_text(spans[i].last));
		}
	}
}

/* days of the week, runs of them as Mon-Wed */
static void
print_week(StringInfo out, uint8 week)
{
	const char *separator = "";
	int			day = 0;

	if (week == 0)
		appendStringInfoString(out, "none");
	while (day < 7)
	{
		int			last = day;

		if (!((week >> day) & 1))
		{
			day++;
			continue;
		}
		while (last < 6 && ((week >> (last + 1)) & 1))
			last++;
		appendStringInfoString(out, separator);
		appendStringInfoString(out, weekdays[day]);
		if (last > day)
		{
			appendStringInfoChar(out, '-');
			appendStringInfoString(out, weekdays[last]);
		}
		separator = ",";
		day = last + 1;
	}
}

static void
print_bases(StringInfo out, uint8 mask)
{
	const char *separator = "";
	int			i;

	for (i = 0; i < lengthof(bases); i++)
		if (mask & bases[i].bit)
		{
			appendStringInfo(out, "%s%s", separator, bases[i].name);
			separator = " & ";
		}
}

static void
print_pattern(StringInfo out, const CalendarPart *part)
{
	int			i;

	print_bases(out, part->bases);
	if (part->weeks > 1 || part->week[0] != default_week(part->bases))
	{
		appendStringInfo(out, "; %s=", options[WEEK]);
		for (i = 0; i < part->weeks; i++)
		{
			if (i > 0)
				appendStringInfoChar(out, '/');
			print_week(out, part->week[i]);
		}
		if (part->weeks > 1)
			appendStringInfo(out, " from %s", day_text(part->rota_from));
	}
	print_days(out, CLOSED, part->closed, part->nclosed);
	print_days(out, OPEN, part->open, part->nopen);
}

bool
calendar_print(StringInfo out, const CalendarParts *parts, Node *escontext)
{
	int			i;

	for (i = 0; i < parts->n; i++)
	{
		const CalendarPart *part = &parts->part[i];

		CHECK_FOR_INTERRUPTS();
		if (i > 0 && part->from == part[-1].from)
			appendStringInfoString(out, " | ");
		else if (i > 0)
			appendStringInfo(out, " then from %s ", day_text(part->from));
		print_pattern(out, part);
		if (!check_length(out->len, escontext))
			return false;
	}
	return true;
}
