/** The criteria of a requirements.md that a sample answer wrote, whoever changed it since. */
export function criteriaIn(document: string): readonly { readonly id: string; readonly text: string }[] {
  let requirement = '';
  return document.split('\n').flatMap((line) => {
    requirement = /^### Requirement (\d+)/u.exec(line)?.[1] ?? requirement;
    const [, number, text = ''] = /^(\d+)\. (.*)$/u.exec(line) ?? [];
    return number === undefined ? [] : [{ id: `${requirement}.${number}`, text }];
  });
}
