/** What the choice of a mention makes of a text. */

/** What is put in the place of an open mention: a blank follows where there is nothing more to choose. */
export function chosenText(choice: string, after: string): string {
  return choice.endsWith(':') || /^\s/u.test(after) ? choice : `${choice} `;
}
