using System.Diagnostics.CodeAnalysis;
using Lamina.Core;

namespace Lamina.Daemon.Control;

/// <summary>The end of a question: the answer, or why there is none.</summary>
public readonly record struct Answer<T>(Outcome Outcome, T? Value)
    where T : class
{
    /// <summary>True where there is an answer.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsOk => Outcome.IsOk && Value is not null;

    public static implicit operator Answer<T>(T value) => new(Outcome.Ok, value);

    public static implicit operator Answer<T>(Outcome outcome) => new(outcome, null);
}
