import type { Part } from '../model/changes';
import { Text } from './Text';

/** Words that were added and removed, for eyes and for screen readers. */
export function Changed({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <span class="body">
      {parts.map(({ kind, text }, at) => {
        if (kind === 'same') return <Text key={at} text={text} />;
        const Mark = kind === 'added' ? 'ins' : 'del';
        return (
          <Mark key={at}>
            <span class="sr">{kind}: </span>
            <Text text={text} />
          </Mark>
        );
      })}
    </span>
  );
}
