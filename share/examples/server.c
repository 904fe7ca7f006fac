/*
 * server.c - a program whose struct conn has a budget: layoutscope.yaml.
 */
#include <stdint.h>

struct conn {
	uint64_t id;
	void *peer;
	uint16_t port;
	uint8_t flags;
};

static struct conn conns[16];

int
main(void)
{
	return conns[0].flags;
}
