import type { SteeringBar, SteeringFile, SteeringReason } from './model';

/** The reason as a person reads it, as the end of "Included because …" or "Not included because …". */
export function reasonText(reason: SteeringReason, file: SteeringFile): string {
  switch (reason.kind) {
    case 'always':
      return 'it is always included';
    case 'matched':
      return `${reason.path} matches ${reason.pattern}`;
    case 'below':
      return `${reason.path} is in ${file.subtree}/`;
    case 'named':
      return `the prompt names it (#${file.name})`;
    case 'about':
      return `the request is about ${reason.words.join(', ')}`;
    case 'noMatch':
      return `no file that is worked on matches ${reason.patterns.join(', ')}`;
    case 'notBelow':
      return `no file in ${file.subtree}/ is worked on`;
    case 'notNamed':
      return `no prompt names it (#${file.name})`;
    case 'notAbout':
      return 'the request is not about what its description says';
    case 'never':
      return 'it is switched off in its front matter';
    case 'empty':
      return 'nothing stands in it';
    case 'off':
      return 'you switched it off for this session';
    case 'barred':
      return barText(reason.bar);
  }
}

function barText(bar: SteeringBar): string {
  switch (bar.kind) {
    case 'hidden':
      return '.kiroignore hides it';
    case 'outside':
      return 'it is a link that leads out of the workspace folder';
    case 'same':
      return `it says the same as ${bar.as}`;
    case 'unreadable':
      return `it can’t be read: ${bar.message}`;
  }
}
