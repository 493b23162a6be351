// Chance without state, as in sim/core/chance.py: a draw is a function of key, purpose, day, who and nth.
#pragma once

#include <cstdint>

constexpr uint64_t GOLDEN = 0x9E3779B97F4A7C15u;

inline uint64_t mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

struct Stream {
    uint64_t start;

    Stream(uint64_t key, uint64_t purpose, int64_t day) : start(mix(mix(key ^ purpose) + uint64_t(day) * GOLDEN)) {}

    double uniform(uint64_t who, uint64_t nth) const {
        return double(int64_t(mix(start + ((who << 32) + nth + 1) * GOLDEN) >> 11)) * 0x1p-53;
    }

    int64_t below(uint64_t who, uint64_t nth, int64_t n) const { return int64_t(uniform(who, nth) * double(n)); }
};
