// Part of Year (year.hpp): care once a week, money and leaving at the end of a month.

    // ---- care: sim/model/week

    int64_t team_size(size_t i) {
        int64_t recruits = 0;
        for (size_t c = 0; c < w.companies(); c++)
            if (works(i, c)) recruits += w.position.recruits(w.person.seat(i)[c]);
        return recruits;
    }

    void give_care() {
        auto& law = w.given.teams[0];
        for (size_t i = w.next_at_work(0); i < w.people(); i = w.next_at_work(i + 1)) {
            int64_t recruits = team_size(i);
            if (!recruits) continue;
            double wanted = std::min(double(recruits) * law.care_hours, w.person.hours(i) * law.most);
            double left = std::min(wanted, std::max(0.0, double(w.person.hours_left(i))));
            for (int rank = 0; rank < int(w.companies()); rank++) {
                int main = w.person.main(i), c = rank == 0 ? main : rank <= main ? rank - 1 : rank;
                if (!works(i, c)) continue;
                size_t p = w.person.seat(i)[c];
                double gives = std::min(left, double(w.position.recruits(p)) * law.care_hours);
                w.position.gives(p) = gives;
                left -= gives;
                w.person.hours_left(i) -= gives;
            }
        }
    }

    bool knows(size_t i, uint32_t who) {
        size_t first = w.person.first(i), low = first, high = first + w.person.degree(i), end = high;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (w.tie.other(middle) < who)
                low = middle + 1;
            else
                high = middle;
        }
        return low < end && w.tie.other(low) == who;
    }

    int networks_seen(size_t p, const Stream& notices) {
        size_t i = w.position.person(p);
        uint32_t others = w.person.works(i) & ~(1u << w.position.company(p));
        if (!others) return 1;
        bool acquainted = knows(w.position.person(w.position.sponsor(p)), i);
        int seen = 1;
        for (uint32_t rest = others; rest; rest &= rest - 1) {
            int c = __builtin_ctz(rest);
            if (acquainted || notices.uniform(i, c) < w.given.teams[0].notice) seen++;
        }
        return seen;
    }

    void receive_care() {
        auto& law = w.given.teams[0];
        size_t size = w.position.size();
        Stream notices = draws(NOTICE, 0);
        Rows<double> weight, team;
        weight.resize(size), team.resize(size);
        for (size_t p = 0; p < size; p++) {
            uint32_t sponsor = w.position.sponsor(p);
            if (w.position.working(p) != 1 || w.position.left(p) >= 0 || sponsor == NONE) continue;
            int networks = law.reaction > 0.0 ? networks_seen(p, notices) : 1;
            weight[p] = std::pow(1.0 / networks, law.reaction);
            team[sponsor] += weight[p];
        }
        double newest = 1.0 - remembered(double(WEEK), law.half_life);
        for (size_t back = 0; back < size; back++) {
            size_t p = size - 1 - back;
            double hours = 0.0;
            if (weight[p] > 0.0) {
                uint32_t sponsor = w.position.sponsor(p);
                hours = w.position.gives(sponsor) * (weight[p] / team[sponsor]);
                double ahead = std::max(0.0, w.position.knowledge(sponsor) - w.position.knowledge(p));
                w.position.knowledge(p) += ahead * (1.0 - std::exp(-law.teaching * hours));
            }
            w.position.care(p) = w.position.care(p) + newest * (hours - w.position.care(p));
        }
        for (size_t p = 0; p < size; p++) w.position.gives(p) = 0.0;
    }

    // ---- money: sim/core/accounts, sim/model/plans

    size_t purse(int c) { return w.people() + c; }
    size_t households() { return w.people() + w.companies(); }
    size_t suppliers() { return households() + 1; }

    void pay(size_t payer, size_t payee, int64_t cents) {
        w.person.balance(payer) -= cents;
        w.person.balance(payee) += cents;
    }

    static int64_t part(int64_t cents, int64_t millionths) { return cents * millionths / 1'000'000; }

    void note_income(size_t p, int64_t cents, int64_t day) {
        size_t i = w.position.person(p);
        w.position.earned(p) += cents;
        w.position.income(p) += cents;
        if (cents > 0 && w.person.first_commission(i) < 0) w.person.first_commission(i) = day;
    }

    void end_month(int64_t day) {
        for (size_t i = 0; i < w.people(); i++) pay(households(), i, w.given.numbers[0].allowance);
        buy(day);
        buy_materials();
        for (size_t p = 0; p < w.position.size(); p++)
            if (w.position.due(p) && w.position.volume(p) > 0) w.position.due(p) = 0;
        find_standings();
        pay_levels(day);
        close_month();
    }

    void buy(int64_t day) {
        Stream again = draws(AGAIN, day);
        for (size_t p = 0; p < w.position.size(); p++) {
            if (w.position.left(p) >= 0) continue;
            size_t i = w.position.person(p);
            int c = w.position.company(p);
            auto& firm = w.firm.company[c];
            int64_t wanted = firm.minimum_purchase, cash = w.person.balance(i);
            if (!w.position.working(p))
                wanted = again.uniform(i, c) < w.position.conviction(p) ? firm.customer_purchase : 0;
            int64_t bought = cash >= wanted ? wanted : 0;
            w.position.volume(p) = bought;
            w.position.used(p) = bought > 0;
            w.position.qualified(p) = w.position.working(p) == 1 && cash >= wanted;
            pay(i, purse(c), bought);
            w.person.goods(i) += bought;
            w.position.spent(p) += bought;
            pay(purse(c), suppliers(), part(bought, firm.supply_cost));
            uint32_t seller = w.position.sponsor(p);
            if (w.position.working(p) || seller == NONE) continue;
            int64_t margin = part(bought, firm.retail_margin);
            pay(purse(c), w.position.person(seller), margin);
            w.person.active(w.position.person(seller)) += margin;
            note_income(seller, margin, day);
        }
    }

    void buy_materials() {
        for (size_t p = 0; p < w.position.size(); p++) {
            size_t i = w.position.person(p);
            int64_t materials = w.firm.company[w.position.company(p)].materials;
            if (!w.position.working(p) || w.position.left(p) >= 0 || w.person.balance(i) < materials) continue;
            pay(i, suppliers(), materials);
            w.person.materials(i) += materials;
            w.position.spent(p) += materials;
        }
    }

    void find_standings() {
        size_t size = w.position.size();
        for (size_t p = 0; p < size; p++) w.position.team(p) = 0, w.position.rank(p) = 0;
        for (size_t back = 0; back < size; back++) {
            size_t p = size - 1 - back;
            uint32_t sponsor = w.position.sponsor(p);
            if (sponsor != NONE) w.position.team(sponsor) += w.position.team(p) + w.position.volume(p);
        }
    }

    void pay_levels(int64_t day) {
        size_t size = w.position.size();
        Rows<uint32_t> qualified_above;
        qualified_above.resize(size);
        for (size_t p = 0; p < size; p++) {
            uint32_t above = w.position.sponsor(p);
            qualified_above[p] = above == NONE || w.position.qualified(above) ? above : qualified_above[above];
        }
        for (size_t p = 0; p < size; p++) {
            int64_t volume = w.position.volume(p);
            int c = w.position.company(p);
            auto& firm = w.firm.company[c];
            if (!volume) continue;
            uint32_t at = p;
            for (int level = 0; level < firm.levels; level++) {
                at = firm.compression ? qualified_above[at] : uint32_t(w.position.sponsor(at));
                if (at == NONE) break;
                if (!w.position.qualified(at)) continue;
                int64_t cents = part(volume, firm.rate[level]);
                size_t earner = w.position.person(at);
                pay(purse(c), earner, cents);
                if (level == 0 && !w.position.working(p))
                    w.person.active(earner) += cents;
                else
                    w.person.passive(earner) += cents;
                note_income(at, cents, day);
            }
        }
    }

    void close_month() {
        for (size_t p = 0; p < w.position.size(); p++) {
            bool lost = w.position.income(p) < w.position.spent(p);
            w.position.losses(p) = lost ? w.position.losses(p) + 1 : 0;
            w.position.returned(p) = w.position.income(p);
            w.position.income(p) = w.position.spent(p) = 0;
        }
        for (size_t i = 0; i < w.people(); i++) w.person.months(i) += w.person.works(i) != 0;
    }

    // ---- leaving: sim/model/membership

    double leaving_risk(size_t p, int64_t months) {
        auto& law = w.given.leaving[0];
        double care = w.position.care(p), losses = w.position.losses(p), by_care = 1.0;
        if (!w.position.top(p)) by_care = std::pow(law.neglect, (law.baseline - care) / (law.baseline + care));
        double by_losses = 1.0 + (law.losses - 1.0) * (losses / (losses + 1.0));
        double missed = std::max(0.0, w.position.promised(p) - w.position.expected(p));
        double by_tenure = law.risk / (1.0 + double(months) / law.settling);
        return std::min(1.0, by_tenure * (by_care * by_losses * std::exp(law.disappointment * missed)));
    }

    void leave(int64_t day) {
        Stream leaves = draws(LEAVES, day);
        for (size_t p = 0; p < w.position.size(); p++) {
            int64_t months = (day + 1 - w.position.day(p) + MONTH / 2) / MONTH;
            if (!w.position.working(p) || w.position.left(p) >= 0 || !months) continue;
            double draw = leaves.uniform(w.position.person(p), w.position.company(p));
            if (draw < leaving_risk(p, months - 1)) depart(p, day);
        }
        if (departed) regroup();
        departed = 0;
    }

    void depart(size_t p, int64_t day) {
        size_t i = w.position.person(p);
        int c = w.position.company(p);
        w.position.left(p) = day, w.position.why(p) = 1;
        w.position.volume(p) = 0, w.position.qualified(p) = 0, w.position.used(p) = 0;
        departed++;
        w.person.seat(i)[c] = NONE;
        w.person.quit(i) |= 1u << c;
        w.person.buys(i) &= ~(1u << c);
        see(i, c, -1);
        w.person.works(i) &= ~(1u << c);
        if (w.person.works(i) && w.person.main(i) == c) w.person.main(i) = first_business(i);
    }

    int first_business(size_t i) {
        auto& plan = w.strategy.strategy[w.person.strategy(i)];
        for (int rank = 0; rank < plan.companies; rank++)
            if (works(i, plan.order[rank])) return plan.order[rank];
        return __builtin_ctz(w.person.works(i));
    }

    void regroup() {
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
