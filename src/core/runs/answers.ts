/** How answers to the agent's questions begin, as results of its tool: what is written there is read off the log again. */

/** Begins the answer that a person gave; what follows is their own words. */
export const personSays = 'The person says: ';

/** Begins the answer where nobody gave one; what follows is what the agent said that it does then. */
export const nobodyAnswered = 'Nobody answered. Do what you said you would do then: ';
