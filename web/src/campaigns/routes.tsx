/** Campaign pages below the shell. */
export const campaignRoutes = [] as const;
