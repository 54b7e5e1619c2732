/** Takes the room that the shell's column leaves on wide screens; the rail and the margins stay free. */
export const WIDE = "md:mx-[calc((100%-min(100vw-21rem,112rem))/2)]";
