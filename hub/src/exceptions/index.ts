export { closeExceptions, type ExceptionWant, noOrder, openExceptionKeys, openExceptions } from './write-exceptions.ts';
