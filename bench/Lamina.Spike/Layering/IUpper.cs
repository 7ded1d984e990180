using Lamina.Core;

namespace Lamina.Spike.Layering;

/// <summary>Who gets trains from below. They are lent.</summary>
internal interface IUpper
{
    void Receive(in Train train);
}
