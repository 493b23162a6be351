// The two layouts in which the year is lived: the market's own rows, and rows laid out for the listener.
//
// Both answer to the same names, so that the rules are written once. tables.hpp, which is written from the market's
// tables, declares their rows and who has which column.
#pragma once

#include "memory.hpp"
#include "tables.hpp"

constexpr int MOST = 8;  // companies that the listener's rows have room for

// A world: the market's tables, some of them in rows of another kind.
template <class PersonRows, class TieRows, class PositionRows>
struct World {
    Given given;
    PersonRows person;
    TieRows tie;
    PositionRows position;
    Firms firm;
    Strategies strategy;

    template <class Action>
    void tables(Action action) {
        given.tables(action);
        person.tables(action);
        tie.tables(action);
        position.tables(action);
        firm.tables(action);
        strategy.tables(action);
    }

    size_t people() { return person.people.size(); }
    size_t companies() { return firm.company.size(); }
};

constexpr size_t LOOKAHEAD = 12;  // messages: what the rules ask is fetched so long before

// The market's own rows.
struct Own : World<Persons, Ties, Positions> {
    static constexpr size_t AHEAD = LOOKAHEAD;

    void lay_out() {}
    void give_back() {}

    size_t next_at_work(size_t i) {
        while (i < people() && !person.works(i)) i++;
        return i;
    }
    void add_position() { position.resize(position.size() + 1); }
    void fetch_book(size_t) {}
    void fetch_seats(size_t i) { __builtin_prefetch(&person.seat(i)); }
    void fetch_taste(size_t i) { __builtin_prefetch(&person.interest(i)); }
    void fetch_tie(size_t k) { __builtin_prefetch(&tie.good(k), 1); }
    void fetch_ear(size_t i) { __builtin_prefetch(&person.overload(i), 1); }
    void fetch_case(size_t i) {
        __builtin_prefetch(&person.works(i));
        __builtin_prefetch(&person.balance(i));
        __builtin_prefetch(&person.seat(i));
        __builtin_prefetch(&person.around(i));
    }
};

// All that a listener decides by but their taste, in one line of the cache.
struct alignas(64) Ear {
    int64_t balance;
    double overload, priority;
    int32_t overload_day, choice;
    uint16_t buys, quit;
    uint8_t strategy, open, stranded;
    uint16_t around[MOST];
};
static_assert(sizeof(Ear) == 64);

// What a listener holds about a contact, two to a line of the cache.
struct Belief {
    double good, bad, ceiling;
    uint16_t talks;
    int16_t day;
    uint8_t heard, claimed, changes, close;
};
static_assert(sizeof(Belief) == 32);

// Where a tie leads, and what its owner remembers of telling: the speaker reads both at once.
struct Way {
    uint32_t other, mirror;
    uint64_t refused;
    int16_t told_day;
    uint8_t told, spare[5];
};
static_assert(sizeof(Way) == 24);

struct Conviction {
    double knowledge, conviction;
};

struct alignas(64) Likes {
    float interest[16];
};

struct ListenersPersons : Persons {
    Rows<Ear> ears;
    Rows<Likes> likes;
    Rows<uint16_t> at_work;

    int64_t& balance(size_t i) { return i < ears.size() ? ears[i].balance : Persons::balance(i); }
    double& overload(size_t i) { return ears[i].overload; }
    double& priority(size_t i) { return ears[i].priority; }
    int32_t& overload_day(size_t i) { return ears[i].overload_day; }
    int32_t& choice(size_t i) { return ears[i].choice; }
    uint16_t& quit(size_t i) { return ears[i].quit; }
    uint16_t& buys(size_t i) { return ears[i].buys; }
    uint8_t& strategy(size_t i) { return ears[i].strategy; }
    uint8_t& open(size_t i) { return ears[i].open; }
    uint8_t& stranded(size_t i) { return ears[i].stranded; }
    uint16_t* around(size_t i) { return ears[i].around; }
    uint16_t& works(size_t i) { return at_work[i]; }
    float* interest(size_t i) { return likes[i].interest; }
};

struct ListenersTies : Ties {
    Rows<Belief> beliefs;
    Rows<Way> ways;

    double& good(size_t k) { return beliefs[k].good; }
    double& bad(size_t k) { return beliefs[k].bad; }
    double& ceiling(size_t k) { return beliefs[k].ceiling; }
    uint8_t& heard(size_t k) { return beliefs[k].heard; }
    uint8_t& claimed(size_t k) { return beliefs[k].claimed; }
    uint8_t& changes(size_t k) { return beliefs[k].changes; }
    uint16_t& talks(size_t k) { return beliefs[k].talks; }
    int16_t& day(size_t k) { return beliefs[k].day; }
    uint8_t& close(size_t k) { return beliefs[k].close; }
    uint32_t& other(size_t k) { return ways[k].other; }
    uint32_t& mirror(size_t k) { return ways[k].mirror; }
    int16_t& told_day(size_t k) { return ways[k].told_day; }
    uint8_t& told(size_t k) { return ways[k].told; }
    uint64_t& refused(size_t k) { return ways[k].refused; }
};

struct ListenersPositions : Positions {
    Rows<Conviction> minds;

    double& knowledge(size_t p) { return minds[p].knowledge; }
    double& conviction(size_t p) { return minds[p].conviction; }
};

// Rows laid out for the listener.
struct Best : World<ListenersPersons, ListenersTies, ListenersPositions> {
    static constexpr size_t AHEAD = LOOKAHEAD;

    size_t next_at_work(size_t i) {
        uint64_t four;
        for (; i + 4 <= people(); i += 4) {
            std::memcpy(&four, &person.at_work[i], sizeof four);
            if (four) return i + __builtin_ctzll(four) / 16;
        }
        while (i < people() && !person.works(i)) i++;
        return i;
    }
    void add_position() {
        position.resize(position.size() + 1);
        position.minds.resize(position.size());
    }
    void fetch_book(size_t i) {
        if (i >= people()) return;
        const Way* first = &tie.ways[person.first(i)];
        for (size_t line = 0; line < 3; line++) __builtin_prefetch(reinterpret_cast<const char*>(first) + 64 * line, 1);
    }
    void fetch_seats(size_t i) { __builtin_prefetch(&person.seat(i)); }
    void fetch_taste(size_t i) { __builtin_prefetch(&person.likes[i]); }
    void fetch_ear(size_t i) { __builtin_prefetch(&person.ears[i], 1); }
    void fetch_tie(size_t k) { __builtin_prefetch(&tie.beliefs[k], 1); }
    void fetch_case(size_t) {}

    void lay_out() {
        if (companies() > MOST) fail("There is room for eight companies in a listener's row.");
        size_t n = people(), ties = tie.size(), seats = position.size();
        person.ears.resize(n);
        person.likes.resize(n);
        person.at_work.resize(n);
        Persons& persons = person;
        for (size_t i = 0; i < n; i++) {
            Ear& ear = person.ears[i];
            ear.balance = persons.balance(i);
            ear.overload = persons.overload(i), ear.overload_day = persons.overload_day(i);
            ear.priority = persons.priority(i), ear.choice = persons.choice(i);
            ear.quit = persons.quit(i), ear.strategy = persons.strategy(i), ear.open = persons.open(i);
            ear.buys = persons.buys(i), ear.stranded = persons.stranded(i);
            for (size_t c = 0; c < companies(); c++) ear.around[c] = persons.around(i)[c];
            std::memcpy(person.likes[i].interest, persons.interest(i), sizeof person.likes[i].interest);
            person.at_work[i] = persons.works(i);
        }
        tie.beliefs.resize(ties);
        tie.ways.resize(ties);
        Ties& all = tie;
        for (size_t k = 0; k < ties; k++) {
            Belief& belief = tie.beliefs[k];
            belief.good = all.good(k), belief.bad = all.bad(k), belief.ceiling = all.ceiling(k);
            belief.heard = all.heard(k), belief.talks = all.talks(k), belief.day = all.day(k);
            belief.claimed = all.claimed(k), belief.changes = all.changes(k), belief.close = all.close(k);
            Way& way = tie.ways[k];
            way.other = all.other(k), way.mirror = all.mirror(k);
            way.told_day = all.told_day(k), way.told = all.told(k), way.refused = all.refused(k);
        }
        position.minds.resize(seats);
        for (size_t p = 0; p < seats; p++)
            position.minds[p] = {position.Positions::knowledge(p), position.Positions::conviction(p)};
    }

    void give_back() {
        Persons& persons = person;
        for (size_t i = 0; i < people(); i++) {
            Ear& ear = person.ears[i];
            persons.balance(i) = ear.balance;
            persons.overload(i) = ear.overload, persons.overload_day(i) = ear.overload_day;
            persons.priority(i) = ear.priority, persons.choice(i) = ear.choice;
            persons.buys(i) = ear.buys, persons.quit(i) = ear.quit, persons.works(i) = person.at_work[i];
            persons.stranded(i) = ear.stranded;
            for (size_t c = 0; c < companies(); c++) persons.around(i)[c] = ear.around[c];
        }
        Ties& all = tie;
        for (size_t k = 0; k < tie.beliefs.size(); k++) {
            Belief& belief = tie.beliefs[k];
            all.good(k) = belief.good, all.bad(k) = belief.bad, all.ceiling(k) = belief.ceiling;
            all.heard(k) = belief.heard, all.talks(k) = belief.talks, all.day(k) = belief.day;
            all.claimed(k) = belief.claimed, all.changes(k) = belief.changes;
            all.told_day(k) = tie.ways[k].told_day, all.told(k) = tie.ways[k].told;
            all.refused(k) = tie.ways[k].refused;
        }
        for (size_t p = 0; p < position.minds.size(); p++) {
            position.Positions::knowledge(p) = position.minds[p].knowledge;
            position.Positions::conviction(p) = position.minds[p].conviction;
        }
    }
};
