using System.Runtime.CompilerServices;
using Lamina.Core;

namespace Lamina.Conformance.Layers;

/// <summary>A layer with two members, and time. Made once per fact by whoever tests a kind of IPC process.</summary>
public abstract class LayerUnderTest : IDisposable
{
    /// <summary>So long nothing may take: virtual time.</summary>
    public static readonly Duration LongestVirtual = Duration.FromSeconds(120);

    /// <summary>So long nothing may take: real time.</summary>
    public static readonly TimeSpan LongestReal = TimeSpan.FromSeconds(20);

    /// <summary>The layer's name.</summary>
    public abstract string Layer { get; }

    /// <summary>Who asks.</summary>
    public abstract Station Near { get; }

    /// <summary>Who serves.</summary>
    public abstract Station Far { get; }

    /// <summary>True where both are in one stack.</summary>
    public virtual bool IsOneStack => false;

    /// <summary>True where waiting costs time: facts that wait for minutes are skipped.</summary>
    public abstract bool RunsInRealTime { get; }

    /// <summary>True where <see cref="Choke"/> works.</summary>
    public virtual bool CanChoke => false;

    /// <summary>Lets time pass until a condition holds, or a bound is reached.</summary>
    /// <returns>True when it holds.</returns>
    public abstract bool RunUntil(Func<bool> condition);

    /// <summary>Takes all credit away from what <see cref="Near"/> stands on, or gives it back.</summary>
    public virtual void Choke(bool isChoked) => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>As <see cref="RunUntil"/>; the fact fails where the condition does not come true.</summary>
    internal void Expect(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Assert.True(RunUntil(condition), $"waited in vain for: {what}");
}
