// benchmarks/recruit.toml as a flat program: recruit own|best WORLD DAYS [OUT]
//
// WORLD has the tables of the first morning (benchmarks/flat/rows.py writes it). Prints seconds of processor time of
// all days and the number of conversations; OUT gets the tables of the last evening.
#include <ctime>

#include "year.hpp"

static double processor_time() {
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

template <class Layout>
static void live(const char* from, int64_t days, const char* to) {
    static Layout world;
    FILE* file = std::fopen(from, "rb");
    if (!file) fail("The world cannot be read.");
    world.tables(Reader{file});
    std::fclose(file);
    world.lay_out();
    Year<Layout> year(world);
    double start = processor_time();
    for (int64_t day = 0; day < days; day++) year.live(day);
    std::printf("%.9f %llu\n", processor_time() - start, static_cast<unsigned long long>(year.conversations));
    if (!to) return;
    world.give_back();
    file = std::fopen(to, "wb");
    if (!file) fail("There is no place for the last evening.");
    world.tables(Writer{file});
    if (std::fclose(file)) fail("The tables could not be written.");
}

int main(int count, char** words) {
    if (count < 4) fail("recruit own|best WORLD DAYS [OUT]");
    const char* to = count > 4 ? words[4] : nullptr;
    if (!std::strcmp(words[1], "best"))
        live<Best>(words[2], std::atoll(words[3]), to);
    else
        live<Own>(words[2], std::atoll(words[3]), to);
}
