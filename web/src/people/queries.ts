import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import { pagedQuery } from "~/api/paged";
import type { Member, Page } from "~/api/types";
import type { Assignment, Invitation, Override, User } from "~/people/types";

/** People of the tenant, for choosing one. An agency has dozens, not thousands, so one page is all. */
export const membersQuery = queryOptions({
  queryKey: keys.members,
  queryFn: ({ signal }) => api.get<Page<Member>>("/members", { query: { limit: 200 }, signal }),
});

type UserFilter = Record<string, string | undefined>;

export const USERS = "/api/admin/users";

export const usersQuery = (filter: UserFilter) => pagedQuery<User>(keys.users.list(filter), USERS, filter);

export const allUsers = (filter: UserFilter) => listAll<User>(USERS, filter);

export const invitationsQuery = queryOptions({
  queryKey: keys.invitations,
  queryFn: ({ signal }) => listAll<Invitation>("/invitations", {}, signal),
});

export const overridesQuery = (memberId: string) =>
  queryOptions({
    queryKey: keys.overrides(memberId),
    queryFn: ({ signal }) => listAll<Override>("/permission-overrides", { member_id: memberId }, signal),
  });

export const assignmentsQuery = (memberId: string) =>
  queryOptions({
    queryKey: keys.assignments(memberId),
    queryFn: ({ signal }) => listAll<Assignment>("/role-assignments", { member_id: memberId }, signal),
  });
