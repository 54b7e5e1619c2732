//! Every state × move × policy, and what must hold of all of them.

use proptest::prelude::*;

use super::*;

use IdeaState as S;

const MOVES: [Move; 12] = [
    Move::Event(IdeaEvent::Accept),
    Move::Event(IdeaEvent::Discard),
    Move::Event(IdeaEvent::Submit),
    Move::Event(IdeaEvent::Approve),
    Move::Event(IdeaEvent::RequestChanges),
    Move::Event(IdeaEvent::Reject),
    Move::Event(IdeaEvent::Hold),
    Move::Event(IdeaEvent::Resume),
    Move::Event(IdeaEvent::Withdraw),
    Move::Event(IdeaEvent::Archive),
    Move::EditMaterial,
    Move::EditNote,
];

fn willing(policy: ApprovalPolicy) -> Context {
    Context {
        policy,
        held_from: Some(S::Approved),
        seen: Seen::Current,
        has_comment: true,
        has_errors: false,
    }
}

/// The legal moves as (state, move, none, internal, client, internal + client); `None` is illegal, and so is
/// everything that is not listed.
type Row = (IdeaState, Move, [Option<IdeaState>; 4]);

fn everywhere(state: IdeaState, by: Move, to: IdeaState) -> Row {
    (state, by, [Some(to); 4])
}

fn legal() -> Vec<Row> {
    use IdeaEvent as E;
    let event = Move::Event;
    let mut rows = vec![
        everywhere(S::Generated, event(E::Accept), S::Draft),
        everywhere(S::Generated, Move::EditMaterial, S::Draft),
        everywhere(S::Generated, event(E::Discard), S::Archived),
        everywhere(S::Draft, Move::EditMaterial, S::Draft),
        everywhere(S::ChangesRequested, Move::EditMaterial, S::ChangesRequested),
        everywhere(S::Rejected, Move::EditMaterial, S::Rejected),
        (S::Draft, event(E::Approve), [Some(S::Approved), None, None, None]),
        (S::Rejected, event(E::Submit), [None, Some(S::InternalReview), None, Some(S::InternalReview)]),
        everywhere(S::OnHold, event(E::Resume), S::Approved),
        everywhere(S::Approved, event(E::Hold), S::OnHold),
        everywhere(S::ClientReview, event(E::Approve), S::Approved),
        (
            S::InternalReview,
            event(E::Approve),
            [Some(S::Approved), Some(S::Approved), Some(S::ClientReview), Some(S::ClientReview)],
        ),
        everywhere(S::InternalReview, Move::EditMaterial, S::InternalReview),
        (
            S::ClientReview,
            Move::EditMaterial,
            [Some(S::ClientReview), Some(S::InternalReview), Some(S::ClientReview), Some(S::InternalReview)],
        ),
        (
            S::Approved,
            Move::EditMaterial,
            [Some(S::Draft), Some(S::InternalReview), Some(S::Draft), Some(S::InternalReview)],
        ),
    ];
    for state in [S::Draft, S::ChangesRequested] {
        let to = [None, Some(S::InternalReview), Some(S::ClientReview), Some(S::InternalReview)];
        rows.push((state, event(E::Submit), to));
    }
    for state in [S::InternalReview, S::ClientReview] {
        rows.push(everywhere(state, event(E::RequestChanges), S::ChangesRequested));
        rows.push(everywhere(state, event(E::Reject), S::Rejected));
        rows.push(everywhere(state, event(E::Withdraw), S::Draft));
        rows.push(everywhere(state, event(E::Hold), S::OnHold));
    }
    for state in S::ALL.iter().copied().filter(|&state| state != S::Archived) {
        rows.push(everywhere(state, event(E::Archive), S::Archived));
        rows.push(everywhere(state, Move::EditNote, state));
    }
    rows
}

#[test]
fn every_state_and_move_under_every_policy() {
    let legal = legal();
    for &state in S::ALL {
        for by in MOVES {
            for (index, policy) in ApprovalPolicy::ALL.iter().copied().enumerate() {
                let expected =
                    legal.iter().find(|row| row.0 == state && row.1 == by).and_then(|row| row.2[index]);
                let actual = advance(state, by, willing(policy)).map(|step| step.to);
                assert_eq!(
                    actual,
                    expected.ok_or(IllegalTransition::WrongState),
                    "{state:?} × {by:?} under {policy:?}"
                );
            }
        }
    }
}

#[test]
fn a_round_is_open_exactly_in_review() {
    for &state in S::ALL {
        for by in MOVES {
            for &policy in ApprovalPolicy::ALL {
                let Ok(step) = advance(state, by, willing(policy)) else { continue };
                let opens = step.effects.round_open;
                if let Some(stage) = opens {
                    assert_eq!(step.to.stage(), Some(stage), "{state:?} × {by:?}");
                }
                let leaves_review = state.stage().is_some() && state.stage() != step.to.stage();
                if leaves_review && step.to != S::OnHold {
                    assert!(step.effects.round_end.is_some(), "{state:?} × {by:?} leaves its round open");
                }
                let enters_review = step.to.stage().is_some() && step.to != state;
                if enters_review && state != S::OnHold {
                    assert!(opens.is_some(), "{state:?} × {by:?} enters review without a round");
                }
            }
        }
    }
}

#[test]
fn declining_needs_a_comment_and_approving_as_client_needs_the_hash() {
    let silent = Context { has_comment: false, ..willing(ApprovalPolicy::InternalClient) };
    for event in [IdeaEvent::RequestChanges, IdeaEvent::Reject] {
        for state in [S::InternalReview, S::ClientReview] {
            assert_eq!(advance(state, Move::Event(event), silent), Err(IllegalTransition::CommentMissing));
        }
    }
    let unsaid = Context { seen: Seen::Unsaid, ..willing(ApprovalPolicy::InternalClient) };
    let approve = Move::Event(IdeaEvent::Approve);
    assert_eq!(advance(S::ClientReview, approve, unsaid), Err(IllegalTransition::ContentUnsaid));
    assert!(advance(S::InternalReview, approve, unsaid).is_ok());
}

#[test]
fn a_text_that_breaks_a_rule_is_neither_submitted_nor_approved() {
    for &policy in ApprovalPolicy::ALL {
        let broken = Context { has_errors: true, ..willing(policy) };
        for &state in S::ALL {
            for event in [IdeaEvent::Submit, IdeaEvent::Approve] {
                assert!(advance(state, Move::Event(event), broken).is_err(), "{state:?} {event:?}");
            }
        }
    }
}

#[test]
fn status_shows_the_names_that_users_know() {
    let name = |state, stage| serde_json::to_value(IdeaStatus::of(state, stage)).unwrap();
    assert_eq!(name(S::Approved, Some(Stage::Client)), "CLIENT_APPROVED");
    assert_eq!(name(S::Approved, Some(Stage::Internal)), "APPROVED");
    assert_eq!(name(S::Approved, None), "APPROVED");
    assert_eq!(name(S::Generated, None), "GENERATED");
    for &state in S::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        assert_eq!(state.as_str().parse(), Ok(state));
    }
}

#[test]
fn each_side_is_offered_its_own_events() {
    use IdeaEvent as E;
    let client = Rights { decide_as_client: true, ..Rights::default() };
    let manager =
        Rights { create: true, update: true, submit: true, approve_internal: true, ..Rights::default() };
    let creator = Rights { create: true, update: true, submit: true, ..Rights::default() };
    let offered = |state, rights| allowed_events(state, None, ApprovalPolicy::InternalClient, rights);
    assert_eq!(offered(S::ClientReview, client), [E::Approve, E::RequestChanges, E::Reject, E::Hold]);
    assert_eq!(offered(S::ClientReview, manager), [E::Hold, E::Withdraw, E::Archive]);
    assert_eq!(
        offered(S::InternalReview, manager),
        [E::Approve, E::RequestChanges, E::Reject, E::Hold, E::Withdraw, E::Archive]
    );
    assert_eq!(offered(S::InternalReview, creator), [E::Withdraw, E::Archive]);
    assert_eq!(offered(S::Approved, client), [E::Hold]);
    assert_eq!(offered(S::Generated, Rights::default()), []);
}

fn any_state() -> impl Strategy<Value = IdeaState> {
    prop::sample::select(S::ALL.to_vec())
}

fn any_policy() -> impl Strategy<Value = ApprovalPolicy> {
    prop::sample::select(ApprovalPolicy::ALL.to_vec())
}

fn any_move() -> impl Strategy<Value = Move> {
    prop::sample::select(MOVES.to_vec())
}

proptest! {
    #[test]
    fn a_hold_returns_to_where_it_came_from(
        state in any_state(), policy in any_policy(), notes in 0..3_usize,
    ) {
        let context = willing(policy);
        if let Ok(held) = advance(state, Move::Event(IdeaEvent::Hold), context) {
            let mut now = held.to;
            for _ in 0..notes {
                now = advance(now, Move::EditNote, context).unwrap().to;
            }
            let held = Context { held_from: Some(state), ..context };
            let resumed = advance(now, Move::Event(IdeaEvent::Resume), held);
            prop_assert_eq!(resumed.map(|step| step.to), Ok(state));
        }
    }

    #[test]
    fn a_stale_hash_never_approves(state in any_state(), by in any_move(), policy in any_policy()) {
        let stale = Context { seen: Seen::Stale, ..willing(policy) };
        let step = advance(state, by, stale);
        prop_assert!(!step.is_ok_and(|step| step.effects.approves));
        prop_assert!(
            !step.is_ok_and(|step| step.effects.round_end == Some(RoundEnd::Approved)),
        );
    }

    #[test]
    fn nothing_leaves_the_archive(by in any_move(), policy in any_policy()) {
        prop_assert_eq!(
            advance(S::Archived, by, willing(policy)),
            Err(IllegalTransition::WrongState)
        );
    }

    #[test]
    fn a_client_stage_is_never_skipped(moves in prop::collection::vec(any_move(), 0..20)) {
        // whatever people do, an idea is approved under a client policy only out of the client's review
        let mut state = S::Generated;
        let mut held_from = None;
        for by in moves {
            let context = Context { held_from, ..willing(ApprovalPolicy::InternalClient) };
            let Ok(step) = advance(state, by, context) else { continue };
            if step.effects.approves {
                prop_assert_eq!(state, S::ClientReview);
            }
            if step.to == S::OnHold && state != S::OnHold {
                held_from = Some(state);
            }
            state = step.to;
        }
    }
}
