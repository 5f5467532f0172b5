/*
 * fuzz.h
 *	  What every target of test/fuzz has in common: bytes in, questions out.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* the bytes of an input; zeroes after its end, so that every input says something */
typedef struct Bytes
{
	const uint8_t *at;
	const uint8_t *end;
} Bytes;

static inline uint8_t
take_byte(Bytes *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

static inline uint32_t
take_word(Bytes *in)
{
	uint32_t	word = 0;
	int			i;

	for (i = 0; i < 4; i++)
		word = word << 8 | take_byte(in);
	return word;
}

/* mostly a small number, at times one of the largest */
static inline int32_t
take_number(Bytes *in)
{
	uint8_t		byte = take_byte(in);

	if (byte < 240)
		return byte;
	if (byte < 248)
		return (byte - 239) * 256 + take_byte(in);
	if (byte < 252)
		return INT32_MAX - (byte - 248);
	return (int32_t) (take_word(in) >> 1);
}

/* ends the input's run: libFuzzer keeps the input */
static inline void
demand(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "wrong: %s\n", what);
	abort();
}

#endif							/* FUZZ_H */
