// Part of Year (year.hpp): joining, and leaving at the end of a month.

    // ---- joining: sim/model/membership/joining

    void see(size_t i, int c, int change) {
        size_t first = w.person.first(i), end = first + w.person.degree(i);
        for (size_t k = first; k < end; k++) w.person.around(w.tie.other(k))[c] += change;
    }

    void accept(const Message& message, int64_t day, bool works) {
        size_t j = message.listener;
        int c = message.company;
        if (w.person.seat(j)[c] == NONE) take_seat(message, day);
        size_t p = w.person.seat(j)[c];
        if (works) {
            go_to_work(j, c, p, day);
        } else {
            w.person.buys(j) |= 1u << c;
            w.person.sales(message.speaker)++;
        }
    }

    size_t enter(size_t i, int c, uint32_t sponsor, uint32_t tie, int64_t day) {
        size_t p = w.position.size();
        w.add_position();
        w.position.person(p) = i, w.position.company(p) = c, w.position.day(p) = day, w.position.left(p) = -1;
        w.position.sponsor(p) = sponsor, w.position.tie(p) = tie, w.position.top(p) = sponsor == NONE;
        w.position.recruiter(p) = w.position.place(p) = NONE;
        w.person.seat(i)[c] = p;
        see(i, c, 1);
        return p;
    }

    void take_seat(const Message& message, int64_t day) {
        int c = message.company;
        size_t p = enter(message.listener, c, w.person.seat(message.speaker)[c], message.tie, day);
        w.position.expected(p) = w.position.promised(p) = message.promise;
        w.position.conviction(p) = message.promise * credibility(message.tie);
    }

    // With the first business, or the first again, begins the wait for the next; after leaving, all begins anew.
    void begin(size_t i, int64_t day) {
        if (w.person.stranded(i) != GOING_ON) w.person.began(i) = day, w.person.result(i) = 0.0;
        w.person.stranded(i) = 0;
        w.person.next_business(i) = day + w.strategy.strategy[w.person.strategy(i)].pace;
    }

    void go_to_work(size_t i, int c, size_t p, int64_t day) {
        int64_t fee = w.firm.company[c].joining_fee;
        uint32_t sponsor = w.position.sponsor(p);
        w.position.working(p) = w.position.due(p) = 1;
        w.position.since(p) = day, w.position.began(p) = day + 1, w.position.losses(p) = 0;
        w.position.knowledge(p) = w.given.study[0].start, w.position.backlog(p) = w.given.study[0].induction;
        w.position.care(p) = w.given.leaving[0].baseline;
        w.position.recruiter(p) = sponsor;
        if (!w.person.works(i)) {
            w.person.main(i) = c;
            begin(i, day);
        }
        w.person.works(i) |= 1u << c;
        w.person.quit(i) &= ~(1u << c);
        w.person.buys(i) &= ~(1u << c);
        pay(i, purse(c), fee);
        w.person.fees(i) += fee;
        w.position.spent(p) += fee;
        if (w.person.joined(i) < 0) w.person.joined(i) = day;
        if (w.person.role(i) < NETWORKER) w.person.role(i) = NETWORKER;
        if (sponsor == NONE) return;
        size_t above = w.position.person(sponsor);
        w.person.recruits(above)++;
        if (++w.position.recruits(sponsor) >= UPLINE_TEAM) w.person.role(above) = UPLINE;
    }

    // ---- leaving: sim/model/membership/leaving, reasons, pruning

    // What drives somebody out, each a factor, 1 where it drives nobody. Where nobody judges what they bought, products
    // keep every promise and drive nobody.
    struct Forces {
        double money, care, awkwardness;

        int strongest() const {
            int reason = NOTHING;
            double most = 1.0;
            if (money > most) reason = 1, most = money;
            if (care > most) reason = 2, most = care;
            if (awkwardness > most) reason = 3;
            return reason;
        }
    };

    Forces forces_on(size_t i, int64_t day) {
        auto& law = w.given.leaving[0];
        int sponsored = 0;
        double care = 0.0;
        for (uint32_t works = w.person.works(i); works; works &= works - 1) {
            size_t p = w.person.seat(i)[__builtin_ctz(works)];
            if (!w.position.top(p)) sponsored++, care += w.position.care(p);
        }
        double hoped = double(std::max<int64_t>(1, w.person.hope(i)));
        double shortfall = std::min(2.0, std::max(0.0, (hoped - w.person.result(i)) / hoped));
        double days = double(std::max<int64_t>(0, day - w.person.awkward_day(i)));
        double felt = w.person.awkward(i) * remembered(days, law.awkward_half_life);
        double received = care / sponsored;
        return {
            std::exp(law.money * (shortfall - 1.0)),
            sponsored ? std::pow(law.neglect, (law.baseline - received) / (law.baseline + received)) : 1.0,
            std::exp(law.awkwardness * std::min(1.0, felt / law.awkward_ref)),
        };
    }

    void leave(int64_t day) {
        auto& law = w.given.leaving[0];
        Stream leaves = draws(LEAVES, day), stays = draws(STAYS, day);
        for (size_t i = w.next_at_work(0); i < w.people(); i = w.next_at_work(i + 1)) {
            int64_t months = (day + 1 - w.person.began(i) + MONTH / 2) / MONTH;
            if (!months) continue;
            Forces forces = forces_on(i, day);
            double factors = forces.money * forces.care * forces.awkwardness;
            double by_tenure = law.risk / (1.0 + double(months - 1) / law.settling);
            if (leaves.uniform(i, 0) >= std::min(double(law.most), by_tenure * factors)) continue;
            w.person.reason(i) = forces.strongest();
            for (uint32_t works = w.person.works(i); works; works &= works - 1)
                give_up(w.person.seat(i)[__builtin_ctz(works)], day, stays);
        }
        regroup();
        prune(day, stays);
        regroup();
    }

    // Side businesses that only cost are given up.
    void prune(int64_t day, const Stream& stays) {
        uint32_t most = w.given.leaving[0].prune;
        if (!most) return;
        for (size_t i = w.next_at_work(0); i < w.people(); i = w.next_at_work(i + 1)) {
            uint32_t side = w.person.works(i) & ~(1u << w.person.main(i));
            for (; side; side &= side - 1) {
                size_t p = w.person.seat(i)[__builtin_ctz(side)];
                if (w.position.losses(p) >= most) give_up(p, day, stays);
            }
        }
    }

    // Who gives up their work may stay a customer, in a row of their own at the place that they had.
    void give_up(size_t p, int64_t day, const Stream& stays) {
        size_t i = w.position.person(p);
        int c = w.position.company(p);
        auto used = w.position.used(p);
        depart(p, day);
        if (stays.uniform(i, c) >= w.position.conviction(p)) return;
        size_t seat = enter(i, c, w.position.sponsor(p), w.position.tie(p), day);
        w.person.buys(i) |= 1u << c;
        w.position.conviction(seat) = w.position.conviction(p);
        w.position.expected(seat) = w.position.expected(p), w.position.promised(seat) = w.position.promised(p);
        w.position.used(seat) = used, w.position.why(seat) = STAYED;
    }

    void depart(size_t p, int64_t day) {
        size_t i = w.position.person(p);
        int c = w.position.company(p);
        w.position.left(p) = day, w.position.why(p) = QUIT;
        w.position.volume(p) = 0, w.position.qualified(p) = 0, w.position.used(p) = 0;
        departed++;
        w.person.seat(i)[c] = NONE;
        w.person.quit(i) |= 1u << c;
        w.person.buys(i) &= ~(1u << c);
        see(i, c, -1);
        w.person.works(i) &= ~(1u << c);
        if (!w.person.works(i)) {
            w.person.stranded(i) = RESTING;
            w.person.next_business(i) = day + MONTH * w.given.leaving[0].rest;
        } else if (w.person.main(i) == c) {
            w.person.main(i) = first_business(i);
        }
    }

    int first_business(size_t i) {
        auto& plan = w.strategy.strategy[w.person.strategy(i)];
        for (int rank = 0; rank < plan.companies; rank++)
            if (works(i, plan.order[rank])) return plan.order[rank];
        return __builtin_ctz(w.person.works(i));
    }

    void regroup() {
        if (!departed) return;
        departed = 0;
        for (size_t p = 0; p < w.position.size(); p++) {
            uint32_t sponsor = w.position.sponsor(p);
            w.position.recruits(p) = 0;
            if (sponsor != NONE && w.position.left(sponsor) >= 0) {
                sponsor = w.firm.company[w.position.company(p)].rolls_up ? uint32_t(w.position.sponsor(sponsor)) : NONE;
                w.position.sponsor(p) = sponsor;
            }
            if (sponsor != NONE && w.position.left(p) < 0 && w.position.working(p)) w.position.recruits(sponsor)++;
        }
        for (size_t i = 0; i < w.people(); i++) {
            uint32_t largest = 0;
            for (size_t c = 0; c < w.companies(); c++)
                if (works(i, c)) largest = std::max<uint32_t>(largest, w.position.recruits(w.person.seat(i)[c]));
            w.person.role(i) = !w.person.works(i) ? PROSPECT : largest >= UPLINE_TEAM ? UPLINE : NETWORKER;
        }
    }
