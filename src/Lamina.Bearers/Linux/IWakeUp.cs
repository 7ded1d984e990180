using System.Runtime.InteropServices;

namespace Lamina.Bearers.Linux;

/// <summary>A wake-up that can be polled beside sockets. Nothing here blocks.</summary>
public interface IWakeUp : IDisposable
{
    /// <summary>For polling. Owned by this object.</summary>
    SafeHandle Descriptor { get; }

    /// <summary>Wakes whoever polls it.</summary>
    void Signal();

    /// <summary>Makes it unreadable, as far as nobody signals again.</summary>
    /// <returns>False: nobody is left who could signal.</returns>
    bool TryDrain();
}
