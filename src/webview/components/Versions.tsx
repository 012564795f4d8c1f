import type { DocumentSnapshot, VersionInfo } from '../../core/flows/snapshot';
import { post } from '../host';
import { newestFirst } from '../model/versions';
import { agoIso } from '../model/words';
import { compare } from './Comparison';
import { mayAct } from './Header';
import { Icon, IconButton } from './Icon';

/** Every version, the newest first; compare on every row but the first version, restore on every row but the newest. */
export function Versions({ document }: { readonly document: DocumentSnapshot }) {
  const versions = newestFirst(document);
  if (versions.length === 0) {
    return (
      <p class="muted pad">
        {document.hash === undefined
          ? 'Version 1 is kept when writing ends. Stop keeps what has arrived as a draft.'
          : 'None yet. What is there is kept as version 1 before anything here changes it.'}
      </p>
    );
  }
  return (
    <>
      <ul class="versions">
        {versions.map((version, at) => (
          <Row key={version.id} document={document} version={version} earlier={versions[at + 1]} current={at === 0} />
        ))}
      </ul>
      <p class="pad">
        <button type="button" class="lk" onClick={() => compare(document)}>
          Compare versions and commits
        </button>
      </p>
    </>
  );
}

interface RowProps {
  readonly document: DocumentSnapshot;
  readonly version: VersionInfo;
  readonly earlier: VersionInfo | undefined;
  readonly current: boolean;
}

function Row({ document, version, earlier, current }: RowProps) {
  const { number, cause, at, approved, sample, partial } = version;
  const state = approved
    ? { icon: 'verified', tone: 'ok', word: 'Approved' }
    : { icon: current ? 'circle-small-filled' : 'circle-small', tone: '', word: '' };
  const name = document.name;
  return (
    <li class="li version" data-row tabIndex={-1}>
      <Icon
        name={state.icon}
        {...(state.tone ? { tone: state.tone } : {})}
        {...(state.word ? { label: state.word } : {})}
      />
      <span>
        <span class="num">{number}</span> {cause}
        <br />
        <span class="s">
          {agoIso(at, Date.now())}
          {approved && ', approved'} {sample && <span class="tag">Sample</span>}{' '}
          {partial && <span class="tag">Partial</span>}
        </span>
      </span>
      <span class="r">
        {earlier && (
          <IconButton
            icon="diff"
            label={`Compare version ${number} with ${earlier.number}`}
            inRow
            tool="open"
            onClick={() => compare(document, { from: earlier.id, to: version.id })}
          />
        )}
        {!current && mayAct() && (
          <IconButton
            icon="discard"
            label={`Restore version ${number}`}
            inRow
            onClick={() => post({ type: 'restore', document: name, versionId: version.id })}
          />
        )}
      </span>
    </li>
  );
}
