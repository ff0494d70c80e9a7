#define _GNU_SOURCE
#include "cplatform.h"
