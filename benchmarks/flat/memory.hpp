// Memory: rows of one kind, in large pages where the system has them, as NumPy keeps its large arrays.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#ifdef __linux__
#include <sys/mman.h>
#endif

constexpr uint32_t NONE = 0xffffffffu;  // no person, no tie, no position

inline void* memory_for(size_t bytes) {
    constexpr size_t page = size_t(1) << 21;
    bool large = bytes >= 2 * page;
    void* memory = large ? std::aligned_alloc(page, (bytes + page - 1) / page * page)
                         : std::aligned_alloc(64, (bytes + 63) / 64 * 64);
    if (!memory) throw std::bad_alloc();
#ifdef __linux__
    if (large) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
    return memory;
}

// Rows that may become more; fresh ones are zero.
template <class Row>
class Rows {
    Row* rows = nullptr;
    size_t used = 0, room = 0;

public:
    Rows() = default;
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows() { std::free(rows); }

    void resize(size_t size) {
        if (size > room) {
            size_t wanted = size > 2 * room ? size : 2 * room;
            Row* fresh = static_cast<Row*>(memory_for(wanted * sizeof(Row)));
            if (used) std::memcpy(static_cast<void*>(fresh), rows, used * sizeof(Row));
            std::free(rows);
            rows = fresh;
            room = wanted;
        }
        for (; used < size; used++) rows[used] = Row{};
        used = size;
    }

    Row& add(const Row& row) {
        if (used == room) {
            size_t size = used;
            resize(size ? 2 * size : 1024);
            used = size;
        }
        return rows[used++] = row;
    }

    void clear() { used = 0; }
    size_t size() const { return used; }
    Row& operator[](size_t n) { return rows[n]; }
    Row* begin() { return rows; }
    Row* end() { return rows + used; }
};

[[noreturn]] inline void fail(const char* sentence) {
    std::fprintf(stderr, "%s\n", sentence);
    std::exit(2);
}

// Reads tables one behind the other, each as its number of rows and the rows.
struct Reader {
    FILE* file;

    template <class Row>
    void operator()(Rows<Row>& rows) {
        uint64_t size = 0;
        if (std::fread(&size, sizeof size, 1, file) != 1) fail("The file ends before its tables do.");
        rows.resize(size);
        void* place = rows.begin();
        if (size && std::fread(place, sizeof(Row), size, file) != size) fail("A table is cut off.");
    }
};

// Writes them the same way.
struct Writer {
    FILE* file;

    template <class Row>
    void operator()(Rows<Row>& rows) {
        uint64_t size = rows.size();
        bool written = std::fwrite(&size, sizeof size, 1, file) == 1;
        written = written && (!size || std::fwrite(&rows[0], sizeof(Row), size, file) == size);
        if (!written) fail("The tables could not be written.");
    }
};
