//! The limit of one key or application, shared fairly between the addresses that use it: who finds a leaked
//! key cannot use up what its owner needs.

use std::net::IpAddr;

use super::cell::{Allowance, WINDOW_MICROS, advance};

/// Addresses that are told apart. With more, the one that was silent for longest makes room.
const SEATS_MAX: usize = 16;

/// One address that uses it.
#[derive(Clone, Copy, Debug)]
struct Seat {
    address: Option<IpAddr>,
    arrival: i64,
    asked_at: i64,
}

/// What one key or application has used.
#[derive(Debug, Default)]
pub(super) struct Program {
    arrival: i64,
    seats: Vec<Seat>,
}

impl Program {
    /// Counts a request. The whole limit is for everybody together; each address has an equal share of it, of
    /// those that asked within the last minute.
    pub(super) fn take(&mut self, address: Option<IpAddr>, per_minute: u32, now: i64) -> Allowance {
        let place = self.seat_of(address, now);
        let sharing = u32::try_from(self.seats.len()).unwrap_or(u32::MAX);
        let share = (per_minute / sharing).max(1);
        let seat = &mut self.seats[place];
        seat.asked_at = now;
        let (next, whole) = advance(self.arrival, per_minute, WINDOW_MICROS, now);
        let (seat_next, own) = advance(seat.arrival, share, WINDOW_MICROS, now);
        let allowance = whole.and(own);
        if allowance.is_allowed {
            self.arrival = next;
            seat.arrival = seat_next;
        }
        allowance
    }

    fn seat_of(&mut self, address: Option<IpAddr>, now: i64) -> usize {
        self.seats.retain(|seat| now.saturating_sub(seat.asked_at) < WINDOW_MICROS);
        if let Some(place) = self.seats.iter().position(|seat| seat.address == address) {
            return place;
        }
        if self.seats.len() == SEATS_MAX
            && let Some(oldest) = (0..SEATS_MAX).min_by_key(|place| self.seats[*place].asked_at)
        {
            self.seats.swap_remove(oldest);
        }
        self.seats.push(Seat { address, arrival: now, asked_at: now });
        self.seats.len() - 1
    }

    /// Whether it owes something yet.
    pub(super) fn is_used(&self, now: i64) -> bool {
        self.arrival > now || self.seats.iter().any(|seat| now.saturating_sub(seat.asked_at) < WINDOW_MICROS)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: i64 = 1_000_000;

    #[expect(clippy::unnecessary_wraps, reason = "as requests have it")]
    fn at(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn one_address_has_the_whole_limit() {
        let mut program = Program::default();
        let allowed = (0..1000).filter(|_| program.take(at(1), 100, SECOND).is_allowed).count();
        assert_eq!(allowed, 100);
        assert!(program.is_used(2 * SECOND) && !program.is_used(200 * SECOND));
    }

    #[test]
    fn a_leaked_key_does_not_starve_its_owner() {
        let mut program = Program::default();
        let (mut thief, mut owner, mut owner_asked) = (0, 0, 0);
        // A thousand requests a second of one, one a second of the other, under a limit of 120 a minute.
        for tick in 0..300_000_i64 {
            let now = tick * 1_000;
            thief += i32::from(program.take(at(1), 120, now).is_allowed);
            if tick % 1_000 == 500 {
                owner_asked += 1;
                owner += i32::from(program.take(at(2), 120, now).is_allowed);
            }
        }
        assert_eq!(owner_asked, 300);
        assert!(owner * 100 >= owner_asked * 95, "the owner got {owner} of {owner_asked}");
        assert!(thief + owner <= 120 * 6, "together {}", thief + owner);
    }

    #[test]
    fn many_addresses_get_no_more_than_one() {
        let mut program = Program::default();
        let allowed = (0..100_000_u32)
            .filter(|number| {
                let address = Some(IpAddr::from((number % 5_000).to_be_bytes()));
                program.take(address, 100, i64::from(*number) * 600).is_allowed
            })
            .count();
        assert!(allowed <= 201, "{allowed} in one minute");
        assert!(program.seats.len() <= SEATS_MAX);
    }

    proptest! {
        #[test]
        fn the_whole_limit_is_never_exceeded(
            per_minute in 1_u32..500,
            asked in prop::collection::vec((0_u8..20, 0_i64..500_000), 0..400),
        ) {
            let (mut program, mut now, mut allowed) = (Program::default(), 0, 0_i64);
            for (address, gap) in asked {
                now += gap;
                allowed += i64::from(program.take(at(address), per_minute, now).is_allowed);
            }
            prop_assert!(allowed <= (i64::from(per_minute) + 1) * (now / WINDOW_MICROS + 2));
        }
    }
}
