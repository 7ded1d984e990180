using Lamina.Core;

namespace Lamina.Spike.Layering;

/// <summary>Who takes trains from above. They are consumed.</summary>
internal interface ILower
{
    void Transmit(in Train train);
}
