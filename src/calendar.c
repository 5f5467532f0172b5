/*
 * calendar.c
 *	  The type bradford.calendar: input and output, comparison, expansion.
 */
#include "bradford.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "nodes/primnodes.h"
#include "utils/memutils.h"

#include "calendar_value.h"
#include "daterange.h"

/* ---------- values ---------- */

static uint64
hash_text(const char *text, size_t len)
{
	uint64		hash = UINT64CONST(0xcbf29ce484222325);
	size_t		i;

	for (i = 0; i < len; i++)
		hash = (hash ^ (unsigned char) text[i]) * UINT64CONST(0x100000001b3);
	return hash;
}

struct varlena *
calendar_value(CalendarParts *parts)
{
	StringInfoData text;
	struct varlena *value;
	uint64		hash;

	calendar_normalise(parts);
	initStringInfo(&text);
	calendar_print(&text, parts);
	hash = hash_text(text.data, text.len);
	value = palloc(VARHDRSZ + CALENDAR_HASH_SIZE + text.len);
	SET_VARSIZE(value, VARHDRSZ + CALENDAR_HASH_SIZE + text.len);
	memcpy(VARDATA(value), &hash, CALENDAR_HASH_SIZE);
	memcpy(CALENDAR_TEXT(value), text.data, text.len);
	return value;
}

char *
calendar_text(struct varlena *value)
{
	return pnstrdup(CALENDAR_TEXT(value), CALENDAR_TEXT_SIZE(value));
}

void
calendar_parts(struct varlena *value, CalendarParts *parts)
{
	calendar_parse(calendar_text(value), parts, NULL);
}

PG_FUNCTION_INFO_V1(bradford_calendar_in);
Datum
bradford_calendar_in(PG_FUNCTION_ARGS)
{
	CalendarParts parts;

	if (!calendar_parse(PG_GETARG_CSTRING(0), &parts, fcinfo->context))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(calendar_value(&parts));
}

PG_FUNCTION_INFO_V1(bradford_calendar_out);
Datum
bradford_calendar_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(calendar_text(PG_GETARG_VARLENA_PP(0)));
}

/* the binary form is the text, so a value from elsewhere is checked like any other */
PG_FUNCTION_INFO_V1(bradford_calendar_recv);
Datum
bradford_calendar_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);
	CalendarParts parts;
	int			len;

	calendar_parse(pq_getmsgtext(buffer, buffer->len - buffer->cursor, &len), &parts, NULL);
	PG_RETURN_POINTER(calendar_value(&parts));
}

PG_FUNCTION_INFO_V1(bradford_calendar_send);
Datum
bradford_calendar_send(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendtext(&buffer, CALENDAR_TEXT(value), CALENDAR_TEXT_SIZE(value));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

/* ---------- equality, order and hashing ---------- */

static bool
same_value(struct varlena *a, struct varlena *b)
{
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

PG_FUNCTION_INFO_V1(bradford_calendar_eq);
Datum
bradford_calendar_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(same_value(PG_GETARG_VARLENA_PP(0), PG_GETARG_VARLENA_PP(1)));
}

PG_FUNCTION_INFO_V1(bradford_calendar_ne);
Datum
bradford_calendar_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!same_value(PG_GETARG_VARLENA_PP(0), PG_GETARG_VARLENA_PP(1)));
}

/*
 * The order is that of the texts' bytes.  It has no meaning; it is there since
 * count(DISTINCT), merge joins and many a GROUP BY can't do without one.
 */
int
calendar_compare(struct varlena *a, struct varlena *b)
{
	size_t		length_a = CALENDAR_TEXT_SIZE(a);
	size_t		length_b = CALENDAR_TEXT_SIZE(b);
	int			order = memcmp(CALENDAR_TEXT(a), CALENDAR_TEXT(b), Min(length_a, length_b));

	return order != 0 ? order : (length_a > length_b) - (length_a < length_b);
}

static int
compare_values(FunctionCallInfo fcinfo)
{
	return calendar_compare(PG_GETARG_VARLENA_PP(0), PG_GETARG_VARLENA_PP(1));
}

PG_FUNCTION_INFO_V1(bradford_calendar_cmp);
Datum
bradford_calendar_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_values(fcinfo));
}

PG_FUNCTION_INFO_V1(bradford_calendar_lt);
Datum
bradford_calendar_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) < 0);
}

PG_FUNCTION_INFO_V1(bradford_calendar_le);
Datum
bradford_calendar_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) <= 0);
}

PG_FUNCTION_INFO_V1(bradford_calendar_ge);
Datum
bradford_calendar_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) >= 0);
}

PG_FUNCTION_INFO_V1(bradford_calendar_gt);
Datum
bradford_calendar_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) > 0);
}

PG_FUNCTION_INFO_V1(bradford_calendar_hash);
Datum
bradford_calendar_hash(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);

	return hash_any((unsigned char *) CALENDAR_TEXT(value), CALENDAR_TEXT_SIZE(value));
}

PG_FUNCTION_INFO_V1(bradford_calendar_hash_extended);
Datum
bradford_calendar_hash_extended(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);

	return hash_any_extended((unsigned char *) CALENDAR_TEXT(value),
							 CALENDAR_TEXT_SIZE(value), PG_GETARG_INT64(1));
}

/* ---------- expansion ---------- */

/*
 * Expansions are a pure function of the value, so keeping them for the life of
 * the backend changes no answer.  When the table is full it is emptied at once:
 * the generation tells who remembers a pointer that it is gone.
 *
 * The slots hold what a probe compares, so that a column of many calendars
 * touches an expansion for nothing but its days.
 */
#define EXPANSIONS_MAX	1024
#define EXPANSION_SLOTS	4096	/* a power of two */

typedef struct Expansion
{
	uint64		hash;
	size_t		size;			/* of the text */
	const char *text;			/* NULL: a free slot */
	const WorkingDays *days;
} Expansion;

uint64		calendar_generation = 1;

static MemoryContext expansion_context = NULL;
static Expansion expansions[EXPANSION_SLOTS];
static int	expansion_count = 0;
static const Expansion *last_expansion = &expansions[0];

static void
forget_expansions(void)
{
	calendar_generation++;
	memset(expansions, 0, sizeof(expansions));
	expansion_count = 0;
	MemoryContextReset(expansion_context);
}

/* the days of a value, which is parsed in a context of its own */
static const WorkingDays *
spread(struct varlena *value)
{
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext,
												  "bradford calendar parts",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(scratch);
	WorkingDays *days = MemoryContextAlloc(expansion_context, sizeof(WorkingDays));
	CalendarParts parts;

	calendar_parts(value, &parts);
	working_days_spread(days, parts.part, parts.n);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(scratch);
	return days;
}

/* apart, so that a probe that finds its value has no room to make for this */
static pg_noinline const Expansion *
add_expansion(struct varlena *value, uint64 hash)
{
	size_t		size = CALENDAR_TEXT_SIZE(value);
	uint32		slot;
	Expansion  *expansion;
	const WorkingDays *days;
	char	   *text;

	if (expansion_context == NULL)
		expansion_context = AllocSetContextCreate(TopMemoryContext, "bradford calendars",
												  ALLOCSET_DEFAULT_SIZES);
	if (expansion_count == EXPANSIONS_MAX)
		forget_expansions();
	days = spread(value);
	text = MemoryContextAlloc(expansion_context, size);
	memcpy(text, CALENDAR_TEXT(value), size);

	/* nothing can fail any more */
	slot = hash % EXPANSION_SLOTS;
	while (expansions[slot].text != NULL)
		slot = (slot + 1) % EXPANSION_SLOTS;
	expansion = &expansions[slot];
	expansion->hash = hash;
	expansion->size = size;
	expansion->text = text;
	expansion->days = days;
	expansion_count++;
	return expansion;
}

static inline bool
is_expansion_of(const Expansion *expansion, uint64 hash, struct varlena *value)
{
	return expansion->hash == hash && expansion->size == CALENDAR_TEXT_SIZE(value) &&
		expansion->text != NULL &&
		memcmp(expansion->text, CALENDAR_TEXT(value), expansion->size) == 0;
}

static pg_attribute_always_inline const WorkingDays *
find_expansion(struct varlena *value)
{
	uint64		hash;
	uint32		slot;

	memcpy(&hash, VARDATA_ANY(value), sizeof(hash));
	if (is_expansion_of(last_expansion, hash, value))
		return last_expansion->days;

	for (slot = hash % EXPANSION_SLOTS; expansions[slot].text != NULL;
		 slot = (slot + 1) % EXPANSION_SLOTS)
		if (is_expansion_of(&expansions[slot], hash, value))
		{
			last_expansion = &expansions[slot];
			return last_expansion->days;
		}

	last_expansion = add_expansion(value, hash);
	return last_expansion->days;
}

/* a value as it stands in its row, unless it has been compressed or moved out of it */
static inline struct varlena *
value_of(Datum datum)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(datum);

	if (unlikely(VARATT_IS_COMPRESSED(value) || VARATT_IS_EXTERNAL(value)))
		return pg_detoast_datum_packed(value);
	return value;
}

const WorkingDays *
calendar_expand(Datum calendar)
{
	return find_expansion(value_of(calendar));
}

/*
 * Only a constant of the query may be remembered.  get_fn_expr_arg_stable()
 * will not do: it also holds for a parameter, and a PL/pgSQL expression keeps its
 * fn_extra from one value of a variable to the next.
 */
static bool
argument_is_constant(FmgrInfo *flinfo, int argument)
{
	List	   *arguments;

	if (flinfo->fn_expr == NULL || !IsA(flinfo->fn_expr, FuncExpr))
		return false;
	arguments = ((FuncExpr *) flinfo->fn_expr)->args;
	return argument < list_length(arguments) && IsA(list_nth(arguments, argument), Const);
}

const WorkingDays *
calendar_remember(FunctionCallInfo fcinfo, int argument)
{
	static RememberedCalendar varies = {0, NULL};
	RememberedCalendar *remembered = fcinfo->flinfo->fn_extra;
	const WorkingDays *days = find_expansion(value_of(PG_GETARG_DATUM(argument)));

	if (remembered == NULL)
	{
		remembered = &varies;
		if (argument_is_constant(fcinfo->flinfo, argument))
			remembered = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt,
												sizeof(RememberedCalendar));
		fcinfo->flinfo->fn_extra = remembered;
	}
	if (remembered != &varies)
	{
		remembered->generation = calendar_generation;
		remembered->days = days;
	}
	return days;
}

void
calendar_refuse_day(DateADT day)
{
	REFUSE(ERRCODE_DATETIME_FIELD_OVERFLOW,
		   errmsg("%s is outside the years that calendars know", day_text(day)),
		   errdetail("Calendars know the days from 1995-01-01 to 2099-12-31."),
		   errhint("Give a date of those years; bank holidays are published or projected for them alone."));
}
