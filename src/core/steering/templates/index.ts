/** Beginnings of steering files, to be written over. */
import accessibility from './accessibility.md';
import api from './api.md';
import aws from './aws.md';
import azure from './azure.md';
import csharp from './csharp.md';
import go from './go.md';
import googleCloud from './google-cloud.md';
import java from './java.md';
import python from './python.md';
import rust from './rust.md';
import security from './security.md';
import testing from './testing.md';
import typescript from './typescript.md';

/** A steering file to begin with. */
export interface SteeringTemplate {
  /** Name of the file, without `.md`. */
  readonly name: string;
  readonly title: string;
  /** What it is about, in a few words. */
  readonly detail: string;
  readonly text: string;
}

/** In the order in which they are offered. */
export const steeringTemplates: readonly SteeringTemplate[] = [
  { name: 'api', title: 'API', detail: 'contracts, errors, paging, versions', text: api },
  { name: 'testing', title: 'Testing', detail: 'what a good test is here', text: testing },
  { name: 'security', title: 'Security', detail: 'input, access, secrets, logging', text: security },
  { name: 'accessibility', title: 'Accessibility', detail: 'WCAG 2.2 AA for user interfaces', text: accessibility },
  { name: 'aws', title: 'AWS', detail: 'least privilege, dead-letter queues, timeouts, tags, CDK', text: aws },
  { name: 'google-cloud', title: 'Google Cloud', detail: 'identities, Pub/Sub, Cloud Run, labels', text: googleCloud },
  { name: 'azure', title: 'Azure', detail: 'managed identities, Service Bus, Key Vault, tags', text: azure },
  { name: 'typescript', title: 'TypeScript', detail: 'types, errors, modules', text: typescript },
  { name: 'python', title: 'Python', detail: 'types, data, errors, tests', text: python },
  { name: 'java', title: 'Java and Kotlin', detail: 'data, null, injection, tests', text: java },
  { name: 'csharp', title: 'C#', detail: 'null, async, injection, tests', text: csharp },
  { name: 'go', title: 'Go', detail: 'errors, contexts, goroutines, tests', text: go },
  { name: 'rust', title: 'Rust', detail: 'errors, ownership, unsafe, tests', text: rust },
];
