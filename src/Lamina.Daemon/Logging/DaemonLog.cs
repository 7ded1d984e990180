using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Logging;

/// <summary>What the operator does to a daemon. The ids are in docs/LOGS.md and never change their meaning.</summary>
internal static partial class DaemonLog
{
    [LoggerMessage(101, LogLevel.Information, "ready: {Stacks}")]
    public static partial void Ready(this ILogger log, string stacks);

    [LoggerMessage(102, LogLevel.Information, "stopping: {Why}")]
    public static partial void Stopping(this ILogger log, string why);

    [LoggerMessage(103, LogLevel.Information, "stopped after {Milliseconds} ms")]
    public static partial void Stopped(this ILogger log, long milliseconds);

    [LoggerMessage(104, LogLevel.Warning, "stack {Stack} leaked: {Buffers} packet buffers, {Flows} flows, {Timers} timers were never given back")]
    public static partial void Leaked(this ILogger log, string stack, long buffers, long flows, long timers);

    [LoggerMessage(105, LogLevel.Warning, "stack {Stack} did not end within {Seconds} s; it was left")]
    public static partial void NotEnded(this ILogger log, string stack, double seconds);

    [LoggerMessage(106, LogLevel.Error, "stack {Stack} ended by a fault: {Fault}")]
    public static partial void Fault(this ILogger log, string stack, string fault);

    [LoggerMessage(107, LogLevel.Warning, "stack {Stack} keeps its state in memory: {Why}")]
    public static partial void StateInMemory(this ILogger log, string stack, string why);

    [LoggerMessage(108, LogLevel.Error, "stack {Stack}: calls to the control socket are lost: {Why}")]
    public static partial void ControlFailed(this ILogger log, string stack, string why);

    [LoggerMessage(109, LogLevel.Warning, "stack {Stack}: {Warning}")]
    public static partial void IdentityWarning(this ILogger log, string stack, string warning);

    [LoggerMessage(110, LogLevel.Warning, "stack {Stack}: {Warning}")]
    public static partial void CredentialExpires(this ILogger log, string stack, string warning);

    [LoggerMessage(111, LogLevel.Error, "stack {Stack}: {Warning}")]
    public static partial void CredentialInvalid(this ILogger log, string stack, string warning);

    [LoggerMessage(112, LogLevel.Information, "stack {Stack}: the credential for layer '{Layer}' is renewed: {Serial}, until {Until:yyyy-MM-dd HH:mm'Z'}")]
    public static partial void CredentialRenewed(this ILogger log, string stack, string layer, string serial, DateTime until);

    [LoggerMessage(113, LogLevel.Warning, "stack {Stack}: credentials cannot be read: {Why}")]
    public static partial void CredentialsUnread(this ILogger log, string stack, string why);

    [LoggerMessage(114, LogLevel.Information, "stack {Stack}: this node is the authority of layer '{Layer}' from now on: root {Root}")]
    public static partial void AuthorityMade(this ILogger log, string stack, string layer, string root);

    [LoggerMessage(120, LogLevel.Information, "stack {Stack}: {What}")]
    public static partial void RenewalServed(this ILogger log, string stack, string what);

    [LoggerMessage(121, LogLevel.Warning, "stack {Stack}: {Why}; it is tried again")]
    public static partial void RenewalFailed(this ILogger log, string stack, string why);

    [LoggerMessage(201, LogLevel.Information, "configuration {File} is applied: {Done} steps done, {Undone} taken back, {Waiting} wait for others")]
    public static partial void Applied(this ILogger log, string file, int done, int undone, int waiting);

    [LoggerMessage(202, LogLevel.Error, "configuration refused, nothing was changed: {Mistake}")]
    public static partial void Refused(this ILogger log, string mistake);

    [LoggerMessage(203, LogLevel.Error, "configuration not applied, everything is as it was before: {Why}")]
    public static partial void RolledBack(this ILogger log, string why);

    [LoggerMessage(204, LogLevel.Error, "the way back to the former configuration failed: {Why}")]
    public static partial void StuckHalfway(this ILogger log, string why);

    [LoggerMessage(205, LogLevel.Warning, "stack {Stack}: the {What} is made again: its settings cannot be changed while it runs")]
    public static partial void MadeAgain(this ILogger log, string stack, string what);

    [LoggerMessage(206, LogLevel.Information, "stack {Stack}: the {What} waits and is tried again: {Why}")]
    public static partial void Waits(this ILogger log, string stack, string what, string why);

    [LoggerMessage(207, LogLevel.Information, "stack {Stack}: the {What} succeeded after {Milliseconds} ms")]
    public static partial void Succeeded(this ILogger log, string stack, string what, long milliseconds);

    [LoggerMessage(208, LogLevel.Warning, "SIGHUP: there is no configuration to read again; see lamina daemon --config FILE")]
    public static partial void NothingToReload(this ILogger log);
}
