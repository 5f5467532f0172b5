/*
 * backend.c
 *	  A thin stand-in for PostgreSQL's backend (backend.h).
 */
#include "bradford.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sanitizer/asan_interface.h>

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "parser/scansup.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
/* its arguments differ from major to major, and nobody calls it here */
#define range_serialize declared_range_serialize
#include "utils/multirangetypes.h"
#include "utils/rangetypes.h"
#undef range_serialize
#include "utils/typcache.h"
#include "utils/varlena.h"

#include "backend.h"
#include "core/date.h"

volatile sig_atomic_t InterruptPending = false;
bool		inside_aggregate = false;
Node		soft_context;
Refusal		refusal;

/* called only where an interrupt is pending */
void
ProcessInterrupts(void)
{
	demand(false, "an interrupt without a server");
}

/* ---------- memory ---------- */

/*
 * Each chunk is malloc's own, so that AddressSanitizer watches both its ends.  The
 * header that chains them is poisoned while nobody here looks at it.
 */
typedef struct Chunk
{
	struct Chunk *next;
	struct Chunk *previous;
	Size		size;
	Size		spare;			/* keeps what follows aligned as malloc does */
} Chunk;

static Chunk all = {.next = &all, .previous = &all};

static Chunk *
open_chunk(void *pointer)
{
	Chunk	   *chunk = (Chunk *) pointer - 1;

	ASAN_UNPOISON_MEMORY_REGION(chunk, sizeof(Chunk));
	return chunk;
}

static void
close_chunk(Chunk *chunk)
{
	if (chunk != &all)
		ASAN_POISON_MEMORY_REGION(chunk, sizeof(Chunk));
}

static void *
allocate(Size size, Size limit)
{
	Chunk	   *chunk;

	demand(size <= limit, "a chunk larger than palloc allows");
	chunk = malloc(sizeof(Chunk) + size);
	demand(chunk != NULL, "out of memory");
	chunk->size = size;
	chunk->next = all.next;
	chunk->previous = &all;
	if (all.next != &all)
		open_chunk(all.next + 1);
	all.next->previous = chunk;
	close_chunk(all.next);
	all.next = chunk;
	/* memory that palloc does not clear must not be zero by chance */
	memset(chunk + 1, 0x7F, size);
	close_chunk(chunk);
	return chunk + 1;
}

void *
palloc(Size size)
{
	return allocate(size, MaxAllocSize);
}

void *
palloc0(Size size)
{
	return memset(palloc(size), 0, size);
}

void *
palloc_extended(Size size, int flags)
{
	void	   *pointer = allocate(size, flags & MCXT_ALLOC_HUGE ? MaxAllocHugeSize : MaxAllocSize);

	return flags & MCXT_ALLOC_ZERO ? memset(pointer, 0, size) : pointer;
}

void
pfree(void *pointer)
{
	Chunk	   *chunk = open_chunk(pointer);
	Chunk	   *next = chunk->next;
	Chunk	   *previous = chunk->previous;

	if (next != &all)
		open_chunk(next + 1);
	next->previous = previous;
	close_chunk(next);
	if (previous != &all)
		open_chunk(previous + 1);
	previous->next = next;
	close_chunk(previous);
	free(chunk);
}

static void *
reallocate(void *pointer, Size size, Size limit)
{
	Chunk	   *chunk = open_chunk(pointer);
	Size		kept = Min(chunk->size, size);
	void	   *moved = allocate(size, limit);

	memcpy(moved, pointer, kept);
	pfree(pointer);
	return moved;
}

void *
repalloc(void *pointer, Size size)
{
	return reallocate(pointer, size, MaxAllocSize);
}

void *
repalloc_huge(void *pointer, Size size)
{
	return reallocate(pointer, size, MaxAllocHugeSize);
}

char *
pnstrdup(const char *text, Size size)
{
	char	   *copy;

	size = strnlen(text, size);
	copy = palloc(size + 1);
	memcpy(copy, text, size);
	copy[size] = '\0';
	return copy;
}

char *
pstrdup(const char *text)
{
	return pnstrdup(text, strlen(text));
}

void
free_all(void)
{
	while (all.next != &all)
		pfree(all.next + 1);
}

/* ---------- values ---------- */

struct varlena *
pg_detoast_datum(struct varlena *value)
{
	demand(!VARATT_IS_EXTENDED(value), "a value that no function here makes");
	return value;
}

struct varlena *
pg_detoast_datum_packed(struct varlena *value)
{
	return pg_detoast_datum(value);
}

struct varlena *
pg_detoast_datum_copy(struct varlena *value)
{
	return memcpy(palloc(VARSIZE(value)), pg_detoast_datum(value), VARSIZE(value));
}

int
AggCheckCallContext(FunctionCallInfo fcinfo, MemoryContext *context)
{
	return inside_aggregate ? AGG_CONTEXT_AGGREGATE : 0;
}

/* no target makes a range or takes one apart */

TypeCacheEntry *
lookup_type_cache(Oid type, int flags)
{
	demand(false, "a range without a server");
	return NULL;
}

void
range_deserialize(TypeCacheEntry *typcache, const RangeType *range, RangeBound *lower, RangeBound *upper, bool *empty)
{
	demand(false, "a range without a server");
}

extern RangeType *range_serialize(void);

RangeType *
range_serialize(void)
{
	demand(false, "a range without a server");
	return NULL;
}

void
multirange_get_bounds(TypeCacheEntry *typcache, const MultirangeType *set, uint32 i, RangeBound *lower, RangeBound *upper)
{
	demand(false, "a range without a server");
}

/* ---------- dates and words ---------- */

void
j2date(int julian, int *year, int *month, int *day)
{
	CivilDate	date = civil_from_day((int64) julian - POSTGRES_EPOCH_JDATE);

	*year = date.year;
	*month = date.month;
	*day = date.day;
}

void
EncodeDateOnly(struct pg_tm *tm, int style, char *text)
{
	demand(style == USE_ISO_DATES, "a date in a style that nobody asked for");
	sprintf(text, "%04d-%02d-%02d%s", tm->tm_year > 0 ? tm->tm_year : 1 - tm->tm_year,
			tm->tm_mon, tm->tm_mday, tm->tm_year > 0 ? "" : " BC");
}

bool
scanner_isspace(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

int
pg_mblen(const char *at)
{
	return pg_encoding_mblen(PG_UTF8, at);
}

int
pg_mbcliplen(const char *text, int length, int limit)
{
	int			kept = 0;

	while (kept < length && text[kept] != '\0' && kept + pg_mblen(text + kept) <= limit)
		kept += pg_mblen(text + kept);
	return kept;
}

/* it only chooses a HINT */
int
varstr_levenshtein_less_equal(const char *a, int length_a, const char *b, int length_b,
							  int insertion, int deletion, int substitution, int limit, bool trusted)
{
	int			row[64];
	int			i,
				j;

	demand(length_a >= 0 && length_b < (int) lengthof(row), "a word that is too long to be compared");
	for (j = 0; j <= length_b; j++)
		row[j] = j;
	for (i = 1; i <= length_a; i++)
	{
		int			corner = row[0];

		row[0] = i;
		for (j = 1; j <= length_b; j++)
		{
			int			best = corner + (a[i - 1] != b[j - 1]);

			corner = row[j];
			row[j] = Min(best, Min(row[j], row[j - 1]) + 1);
		}
	}
	return row[length_b];
}

/* ---------- errors ---------- */

static sigjmp_buf refused_call;
static bool has_detail,
			has_hint;

static bool
begin_refusal(bool soft)
{
	demand(!refusal.refused, "a refusal after a refusal");
	refusal = (Refusal) {.refused = true, .soft = soft, .sqlstate = ERRCODE_INTERNAL_ERROR};
	has_detail = has_hint = false;
	return true;
}

static void
end_refusal(void)
{
	/* class XX: an impossible state */
	demand((refusal.sqlstate & 0xFFF) != ERRCODE_INTERNAL_ERROR && refusal.sqlstate != 0, "a refusal without an SQLSTATE");
	demand(refusal.message[0] != '\0' && has_detail && has_hint, "a refusal without a message, a DETAIL or a HINT");
	if (!refusal.soft)
		siglongjmp(refused_call, 1);
}

bool
errstart(int level, const char *domain)
{
	demand(level == ERROR, "a message that is no error");
	return begin_refusal(false);
}

bool
errstart_cold(int level, const char *domain)
{
	return errstart(level, domain);
}

void
errfinish(const char *file, int line, const char *function)
{
	end_refusal();
}

/* from 16 on, an error that is saved instead of thrown where the context asks for it */
extern bool errsave_start(struct Node *context, const char *domain);
extern void errsave_finish(struct Node *context, const char *file, int line, const char *function);

bool
errsave_start(struct Node *context, const char *domain)
{
	return begin_refusal(context == (struct Node *) &soft_context);
}

void
errsave_finish(struct Node *context, const char *file, int line, const char *function)
{
	end_refusal();
}

int
errcode(int sqlstate)
{
	refusal.sqlstate = sqlstate;
	return 0;
}

int
errmsg(const char *format,...)
{
	va_list		args;

	va_start(args, format);
	vsnprintf(refusal.message, sizeof(refusal.message), format, args);
	va_end(args);
	return 0;
}

/* a detail's arguments are read as those of a message are */
static bool
is_said(const char *format, va_list args)
{
	char		text[200];

	return vsnprintf(text, sizeof(text), format, args) > 0;
}

int
errdetail(const char *format,...)
{
	va_list		args;

	va_start(args, format);
	has_detail = is_said(format, args);
	va_end(args);
	return 0;
}

int
errhint(const char *format,...)
{
	va_list		args;

	va_start(args, format);
	has_hint = is_said(format, args);
	va_end(args);
	return 0;
}

/* ---------- messages ---------- */

int
pq_getmsgbyte(StringInfo buffer)
{
	if (buffer->cursor >= buffer->len)
		REFUSE(ERRCODE_PROTOCOL_VIOLATION, errmsg("no data left in message"), errdetail("-"), errhint("-"));
	return (unsigned char) buffer->data[buffer->cursor++];
}

unsigned int
pq_getmsgint(StringInfo buffer, int size)
{
	uint32		number = 0;

	while (size-- > 0)
		number = number << 8 | (uint32) pq_getmsgbyte(buffer);
	return number;
}

char *
pq_getmsgtext(StringInfo buffer, int size, int *length)
{
	char	   *text;

	if (size < 0 || size > buffer->len - buffer->cursor)
		REFUSE(ERRCODE_PROTOCOL_VIOLATION, errmsg("insufficient data left in message"), errdetail("-"), errhint("-"));
	text = input_text((uint8_t *) buffer->data + buffer->cursor, size);
	if (text == NULL)
		REFUSE(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE, errmsg("invalid byte sequence"), errdetail("-"), errhint("-"));
	buffer->cursor += size;
	*length = size;
	return text;
}

void
pq_begintypsend(StringInfo buffer)
{
	initStringInfo(buffer);
	appendStringInfoSpaces(buffer, VARHDRSZ);
}

void
pq_sendtext(StringInfo buffer, const char *text, int size)
{
	appendBinaryStringInfo(buffer, text, size);
}

bytea *
pq_endtypsend(StringInfo buffer)
{
	SET_VARSIZE(buffer->data, buffer->len);
	return (bytea *) buffer->data;
}

/* ---------- calls ---------- */

char *
input_text(const uint8_t *data, size_t size)
{
	char	   *text;

	if (memchr(data, '\0', size) != NULL ||
		pg_encoding_verifymbstr(PG_UTF8, (const char *) data, (int) size) != (int) size)
		return NULL;
	text = palloc(size + 1);
	memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

bool
same_bytes(const bytea *a, const bytea *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

bool
call(Datum *result, PGFunction function, Node *context, bool first_is_null, int nargs,...)
{
	LOCAL_FCINFO(fcinfo, 8);
	va_list		args;
	int			i;

	MemSet(fcinfo, 0, SizeForFunctionCallInfo(8));
	fcinfo->context = (fmNodePtr) context;
	fcinfo->nargs = nargs;
	va_start(args, nargs);
	for (i = 0; i < nargs; i++)
	{
		fcinfo->args[i].value = va_arg(args, Datum);
		fcinfo->args[i].isnull = i == 0 && first_is_null;
	}
	va_end(args);

	refusal.refused = false;
	if (sigsetjmp(refused_call, 0) == 0)
		*result = function(fcinfo);
	/* a saved error and a NULL come together */
	if (refusal.refused && refusal.soft)
		demand(fcinfo->isnull || *result == (Datum) 0, "an answer beside an error");
	else if (!refusal.refused)
		demand(!fcinfo->isnull && *result != (Datum) 0, "no answer and no error");
	return !refusal.refused;
}

bool
read_text(Datum *value, PGFunction in, const char *text)
{
	return call(value, in, &soft_context, false, 3, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

bool
read_binary(Datum *value, PGFunction recv, const void *bytes, size_t size)
{
	StringInfoData buffer;

	/* a message ends with a zero that does not count */
	buffer.data = palloc(size + 1);
	memcpy(buffer.data, bytes, size);
	buffer.data[size] = '\0';
	buffer.len = (int) size;
	buffer.maxlen = (int) size + 1;
	buffer.cursor = 0;
	if (!call(value, recv, NULL, false, 3, PointerGetDatum(&buffer), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)))
		return false;
	/* the caller refuses a message that has bytes left */
	return buffer.cursor == buffer.len;
}

char *
written_text(PGFunction out, Datum value)
{
	Datum		text;

	demand(call(&text, out, NULL, false, 1, value), "a value cannot be written");
	return DatumGetCString(text);
}

bytea *
written_binary(PGFunction send, Datum value)
{
	Datum		bytes;

	demand(call(&bytes, send, NULL, false, 1, value), "a value cannot be sent");
	return DatumGetByteaP(bytes);
}
