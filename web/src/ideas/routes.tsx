/** Idea pages below the shell. */
export const ideaRoutes = [] as const;
