/*
 * replay.c
 *	  Runs a target of test/fuzz on the inputs of the files that are named, for a
 *	  compiler that has no libFuzzer.
 */
#include "fuzz.h"

int
main(int argc, char **argv)
{
	int			i;

	for (i = 1; i < argc; i++)
	{
		FILE	   *file = fopen(argv[i], "rb");
		long		size;
		uint8_t    *data;

		if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
		{
			perror(argv[i]);
			return 2;
		}
		rewind(file);
		/* exactly the input's bytes, so that AddressSanitizer sees a read of the next one */
		data = malloc((size_t) size);
		if (fread(data, 1, (size_t) size, file) != (size_t) size)
		{
			perror(argv[i]);
			return 2;
		}
		fclose(file);
				LLVMFuzzerTestOneInput(data, (size_t) size);
		free(data);
	}
	return 0;
}
