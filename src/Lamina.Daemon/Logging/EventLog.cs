using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Logging;

/// <summary>What happens in stacks, by their own doing or by that of others: limited by <see cref="EventBudget"/>.</summary>
internal static partial class EventLog
{
    [LoggerMessage(301, LogLevel.Information, "stack {Stack}: {Subject} {Detail}{More}")]
    public static partial void MemberEntered(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(302, LogLevel.Information, "stack {Stack}: {Subject} {Detail}{More}")]
    public static partial void MemberLeft(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(303, LogLevel.Warning, "stack {Stack}: {Subject} {Detail}{More}")]
    public static partial void AddressChanged(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(304, LogLevel.Information, "stack {Stack}: {Subject}: {Detail}{More}")]
    public static partial void AdjacencyUp(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(305, LogLevel.Warning, "stack {Stack}: {Subject}: {Detail}{More}")]
    public static partial void AdjacencyDown(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(306, LogLevel.Information, "stack {Stack}: {Subject} {Detail}{More}")]
    public static partial void ProgramStarted(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(307, LogLevel.Warning, "stack {Stack}: {Subject} {Detail}{More}")]
    public static partial void ProgramFailed(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(308, LogLevel.Warning, "stack {Stack}: {Subject} {Detail}{More}")]
    public static partial void AttachViolation(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(309, LogLevel.Warning, "stack {Stack}: {Subject}: {Detail}{More}")]
    public static partial void QueueFull(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(310, LogLevel.Warning, "too much to write each: {HeldBack}")]
    public static partial void HeldBack(this ILogger log, string heldBack);

    [LoggerMessage(312, LogLevel.Information, "stack {Stack}: {Subject} {Detail}{More}")]
    public static partial void RevocationsChanged(this ILogger log, string stack, string subject, string detail, string more);

    [LoggerMessage(311, LogLevel.Warning, "stack {Stack}: {Subject} {Detail}{More}")]
    public static partial void HandshakeRefused(this ILogger log, string stack, string subject, string detail, string more);
}
