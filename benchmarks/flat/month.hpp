// Part of Year (year.hpp): care once a week, money at the end of a month.

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

    void deliver(size_t p) {
        int64_t cents = w.position.volume(p);
        int c = w.position.company(p);
        pay(w.position.person(p), purse(c), cents);
        pay(purse(c), suppliers(), part(cents, w.firm.company[c].supply_cost));
        w.position.spent(p) += cents;
    }

    void buy(int64_t day) {
        for (size_t p = 0; p < w.position.size(); p++)
            if (w.position.left(p) < 0) buy_minimum(p, day / MONTH);
        fill_baskets(day);
        for (size_t p = 0; p < w.position.size(); p++) {
            if (w.position.left(p) >= 0 || w.position.working(p) || !w.position.volume(p)) continue;
            deliver(p);
            uint32_t seller = w.position.sponsor(p);
            if (seller == NONE) continue;
            int c = w.position.company(p);
            int64_t margin = part(w.position.volume(p), w.firm.company[c].retail_margin);
            pay(purse(c), w.position.person(seller), margin);
            w.person.active(w.position.person(seller)) += margin;
            note_income(seller, margin, day);
        }
    }

    // What members must buy; customers forget what they bought last month.
    void buy_minimum(size_t p, int64_t month) {
        size_t i = w.position.person(p);
        bool works = w.position.working(p);
        int64_t wanted = works ? w.firm.company[w.position.company(p)].minimum_purchase : 0;
        bool can = w.person.balance(i) >= wanted;
        int64_t bought = can ? wanted : 0;
        w.position.volume(p) = bought, w.position.used(p) = bought > 0, w.position.qualified(p) = works && can;
        if (!works) return;
        uint32_t now = 1u << month % REMEMBERED, following = 1u << (month + 1) % REMEMBERED;
        w.position.bought(p) = (w.position.bought(p) & ~now & ~following) | (bought > 0 ? now : 0);
        w.person.goods(i) += bought;
        deliver(p);
    }

    // ---- the household's budget: sim/model/plans/budget

    void fill_baskets(int64_t day) {
        Stream again = draws(AGAIN, day), turns = draws(TURN, day);
        for (size_t i = 0; i < w.people(); i++) {
            uint32_t wanted = 0;
            for (uint32_t shops = w.person.buys(i); shops; shops &= shops - 1) {
                int c = __builtin_ctz(shops);
                bool convinced = again.uniform(i, c) < w.position.conviction(w.person.seat(i)[c]);
                if (convinced && w.firm.company[c].customer_purchase > 0) wanted |= 1u << c;
            }
            if (wanted) fill_basket(i, wanted, turns);
        }
    }

    void fill_basket(size_t i, uint32_t wanted, const Stream& turns) {
        int64_t cash = w.person.balance(i);
        double least = w.given.budget[0].least;
        while (wanted) {
            int c = next_in_turn(i, wanted, turns);
            wanted &= ~(1u << c);
            size_t p = w.person.seat(i)[c];
            int64_t purchase = w.firm.company[c].customer_purchase;
            int64_t bought = std::min(purchase, std::max<int64_t>(0, std::min(cash, left_for(i, c))));
            if (!(double(bought) >= least * double(purchase))) bought = 0;
            w.position.volume(p) = bought, w.position.used(p) = bought > 0;
            cash -= bought;
        }
    }

    int next_in_turn(size_t i, uint32_t wanted, const Stream& turns) {
        if (!(wanted & (wanted - 1))) return __builtin_ctz(wanted);
        int chosen = UNDECIDED;
        double first = INFINITY;
        for (; wanted; wanted &= wanted - 1) {
            int c = __builtin_ctz(wanted);
            double interest = w.person.interest(i)[w.firm.company[c].topic];
            double weight = std::max(w.position.conviction(w.person.seat(i)[c]) * interest, FAINTEST);
            double comes = -std::log(1.0 - turns.uniform(i, c)) / weight;
            if (comes < first) chosen = c, first = comes;
        }
        return chosen;
    }

    int64_t left_for(size_t i, int c) {
        auto& law = w.given.budget[0];
        int64_t left = w.person.budget(i);
        uint32_t others = (w.person.works(i) | w.person.buys(i)) & ~(1u << c);
        for (; others; others &= others - 1) {
            int other = __builtin_ctz(others);
            double distance = w.given.numbers[0].distance[w.firm.company[c].topic][w.firm.company[other].topic];
            double share = 1e6 * law.substitution * (1.0 - distance * law.independence);
            left -= part(w.position.volume(w.person.seat(i)[other]), int64_t(std::floor(share + 0.5)));
        }
        return left;
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

    // What all businesses of a person together brought of late: sim/model/plans/results
    void take_results() {
        double newest = 1.0 - std::pow(0.5, 1.0 / w.given.leaving[0].result_half_life);
        for (size_t i = w.next_at_work(0); i < w.people(); i = w.next_at_work(i + 1)) {
            int64_t net = 0;
            for (uint32_t works = w.person.works(i); works; works &= works - 1) {
                size_t p = w.person.seat(i)[__builtin_ctz(works)];
                net += w.position.income(p) - w.position.spent(p);
            }
            w.person.result(i) += newest * (double(net) - w.person.result(i));
        }
    }

    void close_month() {
        take_results();
        for (size_t p = 0; p < w.position.size(); p++) {
            bool lost = w.position.income(p) < w.position.spent(p);
            w.position.losses(p) = lost ? w.position.losses(p) + 1 : 0;
            w.position.returned(p) = w.position.income(p);
            w.position.income(p) = w.position.spent(p) = 0;
        }
        for (size_t i = 0; i < w.people(); i++) w.person.months(i) += w.person.works(i) != 0;
    }
