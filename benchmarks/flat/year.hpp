// The day of benchmarks/recruit.toml: hours, meeting, speaking, hearing, deciding. Joining and leaving are in
// membership.hpp, care and the month's end in month.hpp.
//
// Each rule does what the rule of the same name in sim/model does, in the same order of the same operations, so that
// every column ends with the same bits. What the scenario leaves off is not here.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include "chance.hpp"
#include "layouts.hpp"

constexpr int WEEK = 7, MONTH = 30, SILENT = -1, UNDECIDED = -1;
constexpr int PROSPECT = 0, NETWORKER = 1, UPLINE = 2, UPLINE_TEAM = 3, MOST_TOPICS = 16;
constexpr int BUY = 1, WORK = 2, MOST_REFUSED = 15, REMEMBERED = 32;
constexpr int QUIT = 1, STAYED = 5, NOTHING = 5, RESTING = 1, GOING_ON = 2;
constexpr double FAINTEST = 1e-300;
constexpr double HALF = 0.693147180559945309417;

inline double remembered(double days, double half_life) { return std::exp(-HALF * days / half_life); }

// One opening: who tells whom of which company, and what shows of it.
struct Message {
    uint32_t mine, tie, speaker, listener, offered, topics;
    uint16_t nth;
    uint8_t company;
    double knowledge, promise;
};

template <class Layout>
class Year {
    Layout& w;
    Rows<Message> said;
    Rows<uint8_t> declined;  // of the messages, those that were weighed and refused
    uint64_t departed = 0;

public:
    uint64_t conversations = 0;

    explicit Year(Layout& world) : w(world) {}

    void live(int64_t day) {
        if (day % WEEK == 0) {
            begin_week();
            give_care();
        }
        meet(day);
        hear(day);
        if (day % WEEK == 0) receive_care();
        decide(day);
        if ((day + 1) % MONTH == 0) {
            end_month(day);
            leave(day);
        }
    }

private:
    Stream draws(uint64_t purpose, int64_t day) { return Stream(w.given.numbers[0].key, purpose, day); }
    bool works(size_t i, int c) { return w.person.works(i) >> c & 1; }

    // ---- talking: sim/model/talk

    void begin_week() {
        for (size_t i = w.next_at_work(0); i < w.people(); i = w.next_at_work(i + 1))
            w.person.hours_left(i) = w.person.hours(i);
    }

    int fitting(double hours_left, int64_t day, double draw) {
        auto& law = w.given.conversation[0];
        double todays = hours_left / double(WEEK - day % WEEK);
        double fits = std::min(todays / law.hours + draw, hours_left / law.hours);
        return int(std::min(fits, double(law.most_per_day)));
    }

    bool suits(size_t k, int64_t day, double draw) {
        auto& law = w.given.conversation[0];
        if (law.avoid_recent > 0 && day - w.tie.told_day(k) < law.avoid_recent) return false;
        return draw >= law.prefer_close || w.tie.close(k) == 1;
    }

    int refusals(size_t k, int c) { return w.tie.refused(k) >> (4 * c) & MOST_REFUSED; }

    void refuse(size_t k, int c) {
        if (refusals(k, c) < MOST_REFUSED) w.tie.refused(k) += uint64_t(1) << (4 * c);
    }

    bool rests(size_t j, int c, int64_t day) { return int64_t(w.person.rests(j)[c]) > day / MONTH + 1; }

    int may(size_t j, int c, int64_t day) {
        bool at_work = works(j, c), buys = w.person.buys(j) >> c & 1, gave_up = w.person.quit(j) >> c & 1;
        int left = at_work || gave_up || w.person.stranded(j) ? 0 : WORK;
        return at_work || buys || rests(j, c, day) ? left : left | BUY;
    }

    // The companies that the speaker can still offer the contact to whom a tie leads.
    uint32_t can_offer(size_t k, uint32_t offered, int64_t day) {
        size_t j = w.tie.other(k);
        uint32_t at_work = w.person.works(j), buys = w.person.buys(j), gave_up = w.person.quit(j);
        uint32_t left = w.person.stranded(j) ? 0 : offered & ~at_work & ~gave_up;
        for (uint32_t goods = offered & ~at_work & ~buys & ~left; goods; goods &= goods - 1)
            if (!rests(j, __builtin_ctz(goods), day)) left |= goods & -goods;
        int most = int(w.given.conversation[0].give_up);
        if (most > 0 && w.tie.refused(k))
            for (uint32_t each = left; each; each &= each - 1)
                if (refusals(k, __builtin_ctz(each)) >= most) left &= ~(each & -each);
        return left;
    }

    // The tie to the contact who is talked to and what they are offered; nothing if nobody can be offered anything.
    std::pair<size_t, uint32_t> contact(size_t i, int nth, int64_t day, const Stream& whom) {
        std::pair<size_t, uint32_t> passed{NONE, 0};
        int looks = int(w.given.conversation[0].looks);
        for (int attempt = 0; attempt < looks; attempt++) {
            int place = 2 * (looks * nth + attempt);
            size_t k = w.person.first(i) + size_t(whom.below(i, place, w.person.degree(i)));
            if (w.tie.told_day(k) == day) continue;
            bool fits = suits(k, day, whom.uniform(i, place + 1));
            if (!fits && passed.second) continue;
            uint32_t can = can_offer(k, w.person.works(i), day);
            if (can && fits) return {k, can};
            if (can) passed = {k, can};
        }
        return passed;
    }

    void meet(int64_t day) {
        Stream amounts = draws(AMOUNT, day), whom = draws(WHOM, day), guesses = draws(GUESS, day);
        size_t spoken = 0;
        said.clear();
        for (size_t i = w.next_at_work(0); i < w.people(); i = w.next_at_work(i + 1)) {
            w.fetch_book(i + Layout::AHEAD);
            if (!w.person.degree(i)) continue;
            w.fetch_seats(i);
            int fits = fitting(w.person.hours_left(i), day, amounts.uniform(i, 0));
            for (int nth = 0; nth < fits; nth++) {
                auto [k, can] = contact(i, nth, day, whom);
                if (!can) continue;
                Message message{};
                message.offered = can;
                message.mine = k, message.tie = w.tie.mirror(k);
                message.speaker = i, message.listener = w.tie.other(k), message.nth = nth;
                said.add(message);
                w.fetch_taste(message.listener);
                w.tie.told_day(k) = day;
                w.person.conversations(i)++;
                w.person.hours_left(i) -= w.given.conversation[0].hours;
            }
            for (; spoken + Layout::AHEAD < said.size(); spoken++) speak(said[spoken], guesses);
        }
        for (; spoken < said.size(); spoken++) speak(said[spoken], guesses);
        conversations += said.size();
    }

    // The offered company whose topic the listener seems to like most, of several the first.
    int best_guess(const Message& message, const Stream& guesses) {
        double noise = w.given.conversation[0].guess_noise, liking = -1.0;
        auto& plan = w.strategy.strategy[w.person.strategy(message.speaker)];
        int best = SILENT;
        for (uint32_t offered = message.offered; offered; offered &= offered - 1) {
            int c = __builtin_ctz(offered), topic = plan.topic[c];
            double draw = noise > 0.0 ? guesses.uniform(message.mine, message.nth * MOST_TOPICS + topic) : 0.0;
            double likes = (1.0 - noise) * double(w.person.interest(message.listener)[topic]) + noise * draw;
            if (likes > liking) best = c, liking = likes;
        }
        return best;
    }

    void speak(Message& message, const Stream& guesses) {
        int c = best_guess(message, guesses);
        size_t p = w.person.seat(message.speaker)[c];
        int topic = w.firm.company[c].topic;
        double conviction = w.position.conviction(p);
        message.company = c;
        message.topics = 1u << topic;
        message.knowledge = w.position.knowledge(p);
        message.promise = conviction + (1.0 - conviction) * (1.0 - w.person.honesty(message.speaker));
        if (w.tie.told(message.mine) == 0) w.tie.told(message.mine) = topic + 1;
    }

    // How far a profession lies from the one that was claimed last: nobody puts two side by side here.
    double apart(uint32_t told, int claimed) {
        return claimed ? w.given.numbers[0].distance[__builtin_ctz(told)][claimed - 1] : 0.0;
    }

    void hear(int64_t day) {
        Stream admits = draws(ADMIT, day);
        auto& talk = w.given.conversation[0];
        for (size_t m = 0; m < said.size(); m++) {
            if (m + Layout::AHEAD < said.size()) {
                w.fetch_tie(said[m + Layout::AHEAD].tie);
                w.fetch_ear(said[m + Layout::AHEAD].listener);
            }
            const Message& message = said[m];
            if (take_story(message, day, admits)) w.person.private_(message.speaker)++;
            size_t j = message.listener;
            double days = double(day - w.person.overload_day(j));
            w.person.overload(j) = w.person.overload(j) * remembered(days, talk.overload_half_life) + 1.0;
            w.person.overload_day(j) = day;
        }
    }

    // Compares a story with what was heard from this mouth before; true if a contradiction is noticed.
    bool take_story(const Message& message, int64_t day, const Stream& admits) {
        auto& law = w.given.credibility[0];
        size_t k = message.tie;
        uint32_t heard = w.tie.heard(k), fresh = message.topics & ~heard;
        double distance = apart(message.topics, w.tie.claimed(k)), weight = 0.0;
        if (heard && !(distance > 0.0)) {
            if (w.tie.talks(k) > law.ideal) w.tie.bad(k) += law.reactance;
            else w.tie.good(k) += law.consistent / (1.0 + law.wear * w.tie.talks(k));
        } else if (heard) {
            double days = std::max(0.0, double(day - w.tie.day(k)));
            weight = distance * remembered(days, w.given.conversation[0].memory_half_life);
            if (!(weight > 0.0 && weight >= law.notice)) weight = 0.0;
        }
        if (weight > 0.0) {
            double counts = weight * std::pow(law.novelty, double(w.tie.changes(k)));
            w.tie.bad(k) += law.contradiction * counts;
            if (admits.uniform(k, fresh) >= law.admit) w.tie.ceiling(k) *= 1.0 - law.ceiling_loss * counts;
            if (w.tie.changes(k) < UINT8_MAX) w.tie.changes(k)++;
        }
        w.tie.heard(k) |= message.topics;
        w.tie.claimed(k) = __builtin_ctz(message.topics) + 1;
        w.tie.day(k) = day;
        if (w.tie.talks(k) < UINT16_MAX) w.tie.talks(k)++;
        return weight > 0.0;
    }

    double credibility(size_t k) {
        auto& law = w.given.credibility[0];
        double impression = w.tie.close(k) ? law.trust_close : law.trust_acquaintance;
        double good = w.tie.good(k), bad = w.tie.bad(k);
        return std::min((good + impression * law.prior) / (good + bad + law.prior), double(w.tie.ceiling(k)));
    }

    // ---- deciding: sim/model/membership

    bool would_work(size_t j, int c) {
        if (!w.person.open(j)) return false;
        uint32_t at_work = w.person.works(j);
        auto& plan = w.strategy.strategy[w.person.strategy(j)];
        return !at_work || ((plan.members >> c & 1) && __builtin_popcount(at_work) < plan.at_once);
    }

    // What speaks for a company and against it; price and threshold are still to come.
    double score(const Message& message, double interest) {
        auto& law = w.given.decision[0];
        size_t j = message.listener, k = message.tie;
        double suspicion = w.tie.close(k) ? law.suspicion_close : law.suspicion_acquaintance;
        double argument = law.interest * interest + law.knowledge * message.knowledge + law.conviction * message.promise;
        double beyond = double(int64_t(w.person.around(j)[message.company]) - law.social_threshold);
        double proof = std::min(1.0, std::max(0.0, beyond / double(law.social_saturation)));
        return (1.0 - suspicion) * argument + law.credibility * credibility(k) + law.social_proof * proof -
               law.refusal * double(refusals(message.mine, message.company)) -
               law.overload * std::max(0.0, w.person.overload(j) - law.overload_free);
    }

    double burden(int64_t price, int64_t cash) { return double(price) / double(std::max<int64_t>(1, cash)); }

    double logistic(double score) { return 1.0 / (1.0 + std::exp(std::min(-score, 700.0))); }

    void decide(int64_t day) {
        Stream takes = draws(TAKE, day), ups = draws(TAKE_UP, day), priorities = draws(PRIORITY, day);
        auto& law = w.given.decision[0];
        declined.clear();
        declined.resize(said.size());
        for (size_t m = 0; m < said.size(); m++) {
            if (m + Layout::AHEAD < said.size()) {
                const Message& soon = said[m + Layout::AHEAD];
                w.fetch_tie(soon.tie);
                w.fetch_ear(soon.listener);
                w.fetch_case(soon.listener);
                w.fetch_taste(soon.listener);
            }
            const Message& message = said[m];
            size_t j = message.listener;
            int c = message.company;
            int can = may(j, c, day);
            if (!can) continue;
            auto& offer = w.firm.company[c];
            double appeal = score(message, double(w.person.interest(j)[offer.topic]));
            int64_t cash = w.person.balance(j), price = offer.joining_fee + offer.minimum_purchase;
            bool works = false, accepts = false;
            if ((can & WORK) && would_work(j, c) && cash >= price) {
                double logits = law.work_intercept + appeal - law.price * burden(price, cash);
                works = accepts = ups.uniform(message.tie, c) < logistic(logits);
            }
            if (!works && (can & BUY) && cash >= offer.customer_purchase) {
                double logits = law.intercept + appeal - law.price * burden(offer.customer_purchase, cash);
                accepts = takes.uniform(message.tie, c) < logistic(logits);
            }
            if (accepts) prefer(j, 2 * m + works, priorities.uniform(message.tie, c));
            declined[m] = !accepts;
        }
        for (size_t m = 0; m < said.size(); m++) {
            if (declined[m]) decline(said[m], day);
            size_t j = said[m].listener;
            int32_t choice = w.person.choice(j);
            if (choice == UNDECIDED || choice >> 1 != int32_t(m)) continue;
            w.person.choice(j) = UNDECIDED;
            accept(said[m], day, choice & 1);
        }
    }

    void decline(const Message& message, int64_t day) {
        refuse(message.mine, message.company);
        if (!w.tie.close(message.tie)) return;
        size_t i = message.speaker;
        double days = double(day - w.person.awkward_day(i));
        w.person.awkward(i) = w.person.awkward(i) * remembered(days, w.given.leaving[0].awkward_half_life) + 1.0;
        w.person.awkward_day(i) = day;
    }

    void prefer(size_t j, size_t choice, double priority) {
        if (w.person.choice(j) != UNDECIDED && !(priority > w.person.priority(j))) return;
        w.person.choice(j) = choice;
        w.person.priority(j) = priority;
    }

#include "month.hpp"
#include "membership.hpp"
};
